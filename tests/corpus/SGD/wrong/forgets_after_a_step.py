# expects: fail zero-grad-misplaced
class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        pass_over = [p for p in self.params if p.grad is not None]
        for p in pass_over:
            p.grad = None

    def step(self):
        with NoGrad():
            for p in self.params:
                p.add_(p.grad, -self.lr)
        self.lr = self.lr * 0.5
