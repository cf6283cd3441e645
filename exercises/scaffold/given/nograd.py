class NoGrad:
    """Switch recording off inside a ``with`` block and put it back after."""

    def __enter__(self):
        global grad_tracking_enabled
        self.was_enabled = grad_tracking_enabled
        grad_tracking_enabled = False

    def __exit__(self, *reason):
        global grad_tracking_enabled
        grad_tracking_enabled = self.was_enabled
