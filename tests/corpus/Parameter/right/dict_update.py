class Parameter(Tensor):
    def __init__(self, tensor, requires_grad=True):
        self.array = tensor.array
        self.requires_grad = requires_grad
        self.grad = self.recipe = None
