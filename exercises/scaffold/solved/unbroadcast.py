def unbroadcast(broadcasted, original):
    shape = np.shape(original)
    added = broadcasted.ndim - len(shape)
    stretched = [
        added + axis
        for axis, size in enumerate(shape)
        if size == 1 and broadcasted.shape[added + axis] != 1
    ]
    total = broadcasted.sum(axis=(*range(added), *stretched))
    return np.reshape(total, shape)
