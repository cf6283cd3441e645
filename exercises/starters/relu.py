def relu(x: "Tensor") -> "Tensor":
    """Return x where it is positive and 0 elsewhere, by ``maximum``."""
    raise NotImplementedError("yours to write")
