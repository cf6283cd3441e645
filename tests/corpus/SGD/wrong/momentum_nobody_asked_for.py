# expects: fail unknown
import numpy as np


class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr
        self.b = [np.zeros_like(p.array) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with NoGrad():
            for i, p in enumerate(self.params):
                self.b[i] = 0.9 * self.b[i] + p.grad.array
                p.array -= self.lr * self.b[i]
