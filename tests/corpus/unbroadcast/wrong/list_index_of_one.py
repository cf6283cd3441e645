# expects: fail size-taken-as-axis
def unbroadcast(broadcasted, original):
    result = broadcasted.sum(axis=tuple(range(broadcasted.ndim - original.ndim)))
    ones = tuple({size for size in original.shape if size == 1})
    if ones:
        result = result.sum(axis=ones, keepdims=True)
    return result
