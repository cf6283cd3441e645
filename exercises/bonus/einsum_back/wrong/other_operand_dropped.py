# claim: the other array is left out
# question: In 3 * x, which number says how much x counts? Which array plays it here?
def einsum_back0(grad_out, out, x, y, spec):
    inputs, letters = spec.split("->")
    of_x, of_y = inputs.split(",")
    same = np.ones_like(y)
    return np.einsum(f"{letters},{of_y},{of_x}->{of_x}", grad_out, same, np.ones_like(x))
