def einsum_back0(grad_out, out, x, y, spec):
    inputs, letters = spec.split("->")
    of_x, of_y = inputs.split(",")
    reached = "".join(letter for letter in of_x if letter in letters + of_y)
    found = np.einsum(f"{letters},{of_y}->{reached}", grad_out, y)
    for axis, letter in enumerate(of_x):
        if letter not in reached:
            found = np.expand_dims(found, axis)
    return np.array(np.broadcast_to(found, x.shape))
