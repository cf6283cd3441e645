# expects: fail zero-grad-misplaced
class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        self.zero_grad()
        with NoGrad():
            for p in self.params:
                if p.grad is not None:
                    p.add_(p.grad, -self.lr)
