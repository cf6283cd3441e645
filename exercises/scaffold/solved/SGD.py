class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        for param in self.params:
            param.grad = None

    def step(self):
        with NoGrad():
            for param in self.params:
                if param.grad is not None:
                    param.sub_(param.grad, alpha=self.lr)
