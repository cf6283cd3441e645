def einsum_back0(grad_out, out, x, y, spec):
    inputs, letters = spec.split("->")
    of_x, of_y = inputs.split(",")
    every = sorted(set(of_x + of_y))
    size = dict(zip(of_x + of_y, x.shape + y.shape))
    result = np.zeros(x.shape)
    for places in np.ndindex(*(size[letter] for letter in every)):
        at = dict(zip(every, places))
        spot = lambda word: tuple(at[letter] for letter in word)
        result[spot(of_x)] += grad_out[spot(letters)] * y[spot(of_y)]
    return result
