class SGD:
    def __init__(self, params, lr: float):
        self.params = [p for p in params]
        self.lr = lr

    def zero_grad(self):
        [setattr(p, "grad", None) for p in self.params]

    def step(self):
        with NoGrad():
            [p.sub_(p.grad, self.lr) for p in self.params if p.grad is not None]
