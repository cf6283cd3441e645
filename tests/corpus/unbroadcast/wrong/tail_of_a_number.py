# expects: fail squeezed-too-far
def unbroadcast(broadcasted, original):
    if broadcasted.shape[-original.ndim :] == original.shape:
        lead = broadcasted.ndim - original.ndim
        return broadcasted.sum(axis=tuple(range(lead)))
    padded = (1,) * (broadcasted.ndim - original.ndim) + original.shape
    axes = [i for i, n in enumerate(padded) if n == 1]
    for axis in axes:
        broadcasted = broadcasted.sum(axis=axis, keepdims=True)
    return broadcasted.reshape(original.shape or (1,))
