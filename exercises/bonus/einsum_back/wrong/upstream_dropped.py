# claim: the gradient that arrived is left out
# question: Multiply everything after the einsum by 10. Does your answer change?
def einsum_back0(grad_out, out, x, y, spec):
    inputs, letters = spec.split("->")
    of_x, of_y = inputs.split(",")
    ones = np.ones_like(grad_out)
    return np.einsum(f"{letters},{of_y},{of_x}->{of_x}", ones, y, np.ones_like(x))
