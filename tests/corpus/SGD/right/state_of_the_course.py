class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr
        self.b = [None for _ in self.params]

    def zero_grad(self):
        for param in self.params:
            param.grad = None

    def step(self):
        with NoGrad():
            for b, p in zip(self.b, self.params):
                p -= p.grad * self.lr
