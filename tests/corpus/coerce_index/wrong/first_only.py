# expects: optional unknown
def coerce_index(index):
    if isinstance(index, tuple):
        return (index[0].array if isinstance(index[0], Tensor) else index[0],)
    return index
