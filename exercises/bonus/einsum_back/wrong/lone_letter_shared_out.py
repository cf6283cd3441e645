# claim: along a letter that only x has, the gradient is divided among its elements
# question: y = a + b: how large is the slope in a? Does it shrink when there is a c?
def einsum_back0(grad_out, out, x, y, spec):
    inputs, letters = spec.split("->")
    of_x, of_y = inputs.split(",")
    ones = np.ones_like(x)
    for axis, letter in enumerate(of_x):
        if letter not in letters + of_y:
            ones = ones / x.shape[axis]
    return np.einsum(f"{letters},{of_y},{of_x}->{of_x}", grad_out, y, ones)
