import numpy as np


class SGD:
    def __init__(self, params, lr: float):
        self.parameters = [*params]
        self.rate = lr

    def zero_grad(self):
        for parameter in self.parameters:
            if parameter.grad is not None:
                parameter.grad.array[...] = 0

    def step(self):
        for parameter in self.parameters:
            if parameter.grad is None:
                continue
            np.subtract(
                parameter.array, self.rate * parameter.grad.array, out=parameter.array
            )
