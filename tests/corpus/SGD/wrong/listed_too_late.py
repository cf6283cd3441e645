# expects: fail generator-consumed
class SGD:
    def __init__(self, params, lr):
        self.n = len(list(params))
        self.params = list(params)
        self.lr = lr
        print(f"optimising {self.n} parameters")

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        with NoGrad():
            for p in self.params:
                p.add_(p.grad, -self.lr)
