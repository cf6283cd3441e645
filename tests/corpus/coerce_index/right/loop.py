import numpy as np


def coerce_index(index):
    if not isinstance(index, tuple):
        return index
    result = []
    for part in index:
        if isinstance(part, Tensor):
            part = np.asarray(part.array)
        result.append(part)
    return tuple(result)
