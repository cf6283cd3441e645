# expects: fail unknown
class SGD:
    def __init__(self, params, lr, decay=0.01):
        self.params = list(params)
        self.lr = lr
        self.decay = decay

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with NoGrad():
            for p in self.params:
                p.sub_(p.grad, self.lr)
                p.array *= 1 - self.lr * self.decay
