# expects: fail reshape-then-sum
def unbroadcast(broadcasted, original):
    # every entry of original has the same number of copies: group them
    return broadcasted.reshape(original.shape + (-1,)).sum(axis=-1)
