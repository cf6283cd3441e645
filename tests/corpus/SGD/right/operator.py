class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = tuple(params), lr

    def zero_grad(self):
        for param in self.params:
            param.grad = None

    def step(self):
        with NoGrad():
            for param in self.params:
                param -= param.grad * self.lr
