class SGD:
    def __init__(self, params, lr):
        self.params = [*params]
        self.lr = lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        for p in self.params:
            p.array[:] = p.array - self.lr * p.grad.array
