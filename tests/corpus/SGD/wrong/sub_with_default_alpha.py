# expects: fail learning-rate-ignored
import numpy as np


class SGD:
    def __init__(self, params, lr=0.01):
        self.params = tuple(params)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        for p in self.params:
            np.subtract(p.array, 0.01 * p.grad.array, out=p.array)
