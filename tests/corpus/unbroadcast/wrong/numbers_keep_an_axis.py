# expects: fail squeezed-too-far
def unbroadcast(broadcasted, original):
    wanted = original.shape or (1,)
    pad = (1,) * (broadcasted.ndim - len(wanted)) + wanted
    axes = tuple(i for i in range(broadcasted.ndim) if pad[i] == 1)
    return broadcasted.sum(axis=axes, keepdims=True).reshape(wanted)
