# expects: fail update-recorded
class SGD:
    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        for p in self.params:
            moved = p - p.grad * self.lr
            p.array[...] = moved.array
            p.recipe = moved.recipe
