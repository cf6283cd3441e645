# expects: optional tensors-reach-numpy
def coerce_index(index):
    if isinstance(index, tuple) and isinstance(index[0], Tensor):
        return tuple(list(i.array) for i in index[:1]) + index[1:]
    return index
