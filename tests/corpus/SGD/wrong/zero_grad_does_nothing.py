# expects: fail zero-grad-misplaced
class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    def zero_grad(self):
        """gradients are overwritten by backward anyway"""
        print("nothing to clear")

    def step(self):
        with NoGrad():
            for p in self.params:
                p.add_(p.grad, -self.lr)
