# expects: fail optimiser-rebinds
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
            values = p.array.astype(np.float64)
            values -= self.lr * p.grad.array
            p.array = values.astype(np.float32)
