# expects: fail zero-grad-misplaced
class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr
        self.zero_grad()

    def zero_grad(self):
        self.params[0].grad = None

    def step(self):
        for p in self.params:
            p.array -= self.lr * p.grad.array
