# expects: optional permutation-not-inverted
def invert_transposition(axes):
    """a swap undoes itself"""
    return tuple(axes)
