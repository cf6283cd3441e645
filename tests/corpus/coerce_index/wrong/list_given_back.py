# expects: optional unknown
def coerce_index(index):
    if isinstance(index, tuple):
        return [i.array if isinstance(i, Tensor) else i for i in index]
    return index
