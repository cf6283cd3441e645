# expects: fail optimiser-rebinds
class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with NoGrad():
            for i, p in enumerate(self.params):
                self.params[i] = Parameter(p - self.lr * p.grad)
