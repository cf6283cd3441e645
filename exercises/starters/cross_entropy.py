import numpy as np


def cross_entropy(logits: "Tensor", true_labels: "Tensor") -> "Tensor":
    """Return one loss per row of ``logits``."""
    raise NotImplementedError("yours to write")
