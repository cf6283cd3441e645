def multiply_forward(a, b):
    given = (a, b)
    parents = {at: arg for at, arg in enumerate(given) if isinstance(arg, Tensor)}
    raw = tuple(arg.array if isinstance(arg, Tensor) else arg for arg in given)
    wanted = grad_tracking_enabled and any(p.requires_grad for p in parents.values())
    made = Tensor(np.multiply(*raw), requires_grad=bool(wanted))
    if wanted:
        made.recipe = Recipe(np.multiply, raw, {}, parents)
    return made
