import numpy as np


def forward_and_back(a, b, c):
    v = {"a": a, "b": b, "c": c}
    v["d"], v["e"] = a * b, np.log(c)
    v["f"] = v["d"] * v["e"]
    v["g"] = np.log(v["f"])
    grad = {"g": np.ones_like(v["g"])}
    grad["f"] = log_back(grad["g"], v["g"], v["f"])
    for left, right, out in (("d", "e", "f"), ("a", "b", "d")):
        grad[left] = multiply_back0(grad[out], v[out], v[left], v[right])
        grad[right] = multiply_back1(grad[out], v[out], v[left], v[right])
    grad["c"] = log_back(grad["e"], v["e"], c)
    return tuple(grad[name] for name in "abc")
