# claim: the letters of the result that x lacks are averaged instead of summed
# question: One element of x reaches four cells of the result. Do its four effects add?
def einsum_back0(grad_out, out, x, y, spec):
    inputs, letters = spec.split("->")
    of_x, of_y = inputs.split(",")
    found = np.einsum(f"{letters},{of_y},{of_x}->{of_x}", grad_out, y, np.ones_like(x))
    for axis, letter in enumerate(letters):
        if letter not in of_x:
            found = found / grad_out.shape[axis]
    return found
