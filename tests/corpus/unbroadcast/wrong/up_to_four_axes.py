# expects: fail only-stretched-axes-summed
def unbroadcast(broadcasted, original):
    result = broadcasted
    for _ in range(3):
        if result.ndim > original.ndim:
            result = result.sum(axis=0)
    for axis in range(min(original.ndim, result.ndim)):
        if original.shape[axis] == 1:
            result = result.sum(axis=axis, keepdims=True)
    return result
