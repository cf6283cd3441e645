# expects: fail generator-consumed
class SGD:
    def __init__(self, params, lr):
        self.params = iter(params)
        self.lr = lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with NoGrad():
            for p in self.params:
                p.add_(p.grad, -self.lr)
