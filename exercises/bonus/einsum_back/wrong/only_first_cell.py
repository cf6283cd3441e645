# claim: of the cells of the result that one element reaches, only the first counts
# question: Follow the wires that leave one element of x. How many are there?
def einsum_back0(grad_out, out, x, y, spec):
    inputs, letters = spec.split("->")
    of_x, of_y = inputs.split(",")
    kept = np.zeros_like(grad_out)
    first = tuple(slice(None) if c in of_x else slice(0, 1) for c in letters)
    kept[first] = grad_out[first]
    return np.einsum(f"{letters},{of_y},{of_x}->{of_x}", kept, y, np.ones_like(x))
