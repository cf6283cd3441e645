def coerce_index(index):
    if isinstance(index, tuple) and set(map(type, index)) == {Tensor}:
        return tuple(i.array for i in index)
    return index
