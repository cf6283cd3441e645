# expects: optional tensors-reach-numpy
def coerce_index(index):
    if isinstance(index, Tensor):
        return index.array
    return index
