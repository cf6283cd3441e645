# claim: x is multiplied in where y belongs
# question: In x * y, does the slope in x depend on x or on y?
def einsum_back0(grad_out, out, x, y, spec):
    inputs, letters = spec.split("->")
    of_x, of_y = inputs.split(",")
    same = np.ones_like(y)
    return np.einsum(f"{letters},{of_y},{of_x}->{of_x}", grad_out, same, x)
