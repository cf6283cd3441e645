def relu(x):
    """The larger of zero and x."""
    zero = 0.0
    return maximum(zero, x)
