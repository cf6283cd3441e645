def einsum_back0(grad_out, out, x, y, spec):
    inputs, letters = spec.split("->")
    of_x, of_y = inputs.split(",")
    # Ones of x's shape lend the letters that neither of the others has.
    return np.einsum(f"{letters},{of_y},{of_x}->{of_x}", grad_out, y, np.ones_like(x))
