# expects: optional permutation-applied-twice
def invert_transposition(axes):
    return tuple(axes[a] for a in axes)
