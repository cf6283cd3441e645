# expects: fail update-recorded
import numpy as np


class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        for p in self.params:
            new = p - p.grad * self.lr
            np.copyto(p.array, new.array)
            p.recipe, p.requires_grad = new.recipe, new.requires_grad
