# expects: fail size-taken-as-axis
import numpy as np


def unbroadcast(broadcasted, original):
    lead = tuple(range(broadcasted.ndim - original.ndim))
    out = broadcasted.sum(axis=lead)
    if 1 in original.shape and out.shape != original.shape:
        out = out.sum(axis=1, keepdims=True)
    return out
