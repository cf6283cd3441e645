def invert_transposition(axes):
    axes = list(axes)
    return tuple(axes.index(i) for i in range(len(axes)))
