import numpy as np

Arr = np.ndarray


def unbroadcast(broadcasted: Arr, original: Arr) -> Arr:
    """Sum ``broadcasted`` back to the shape of ``original``."""
    raise NotImplementedError("yours to write")
