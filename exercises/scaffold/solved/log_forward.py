def log_forward(x):
    wanted = bool(grad_tracking_enabled and x.requires_grad)
    made = Tensor(np.log(x.array), requires_grad=wanted)
    if wanted:
        made.recipe = Recipe(np.log, (x.array,), {}, {0: x})
    return made
