# expects: optional parameter-not-registered
class Parameter(Tensor):
    def __init__(self, tensor, requires_grad=True):
        self.array = tensor.array
        self.requires_grad = requires_grad
