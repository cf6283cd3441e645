# The global grad_tracking_enabled is given.


class NoGrad:
    """Switch recording off inside a ``with`` block and put it back after."""

    def __enter__(self):
        raise NotImplementedError("yours to write")

    def __exit__(self, kind, error, trace):
        raise NotImplementedError("yours to write")
