import numpy as np


class Tape:
    """records (inputs, output, backs) and plays them in reverse"""

    def __init__(self):
        self.entries = []

    def mul(self, u, v):
        out = u * v
        self.entries.append((out, (u, v), (multiply_back0, multiply_back1)))
        return out

    def log(self, u):
        out = np.log(u)
        self.entries.append((out, (u,), (log_back,)))
        return out

    def grads(self, end):
        found = {id(end): np.ones_like(end)}
        for out, inputs, backs in reversed(self.entries):
            for arg, back in zip(inputs, backs):
                found[id(arg)] = back(found[id(out)], out, *inputs)
        return found


def forward_and_back(a, b, c):
    tape = Tape()
    g = tape.log(tape.mul(tape.mul(a, b), tape.log(c)))
    grads = tape.grads(g)
    return grads[id(a)], grads[id(b)], grads[id(c)]
