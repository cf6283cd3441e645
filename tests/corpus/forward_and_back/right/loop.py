import numpy as np


def forward_and_back(a, b, c):
    values = {"a": a, "b": b, "c": c}
    steps = [("d", "mul", "ab"), ("e", "log", "c"), ("f", "mul", "de"), ("g", "log", "f")]
    for name, op, args in steps:
        given = [values[k] for k in args]
        values[name] = given[0] * given[1] if op == "mul" else np.log(given[0])
    grads = {"g": np.ones_like(values["g"])}
    for name, op, args in reversed(steps):
        given = [values[k] for k in args]
        backs = [multiply_back0, multiply_back1] if op == "mul" else [log_back]
        for arg, back in zip(args, backs):
            grads[arg] = back(grads[name], values[name], *given)
    return grads["a"], grads["b"], grads["c"]
