# expects: fail optimiser-rebinds
import copy


class SGD:
    def __init__(self, params, lr):
        self.params = [copy.copy(p) for p in params]
        self.lr = lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with NoGrad():
            for p in self.params:
                p.add_(p.grad, -self.lr)
