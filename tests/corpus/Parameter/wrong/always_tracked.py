# expects: optional tracking-condition-missing
class Parameter(Tensor):
    def __init__(self, tensor, requires_grad=True):
        super().__init__(tensor.array, True)
