class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self) -> None:
        for parameter in self.params:
            parameter.grad = None

    def step(self) -> None:
        with NoGrad():
            for parameter in self.params:
                parameter += parameter.grad * -self.lr
