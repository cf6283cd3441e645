# expects: fail update-recorded
class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        global grad_tracking_enabled
        grad_tracking_enabled = False
        for p in self.params:
            p -= p.grad * self.lr
