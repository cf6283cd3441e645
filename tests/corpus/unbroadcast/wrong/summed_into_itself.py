# expects: fail in-place-on-shared-array
import numpy as np


def unbroadcast(broadcasted, original):
    skip = broadcasted.ndim - original.ndim
    pad = (1,) * skip + original.shape
    for axis, n in enumerate(pad):
        if n == 1:
            lane = np.moveaxis(broadcasted, axis, 0)
            for row in lane[1:]:
                lane[0] += row
            broadcasted = np.moveaxis(lane[:1], 0, axis)
    return broadcasted.reshape(original.shape)
