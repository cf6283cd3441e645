# expects: optional permutation-not-inverted
def invert_transposition(axes):
    return tuple(axes[::-1])
