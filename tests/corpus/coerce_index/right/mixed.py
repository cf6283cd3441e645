def coerce_index(index):
    def raw(i):
        return i.array if isinstance(i, Tensor) else i

    return tuple(raw(i) for i in index) if isinstance(index, tuple) else raw(index)
