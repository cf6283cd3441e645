class Parameter(Tensor):
    def __init__(self, tensor: "Tensor", requires_grad: bool = True):
        Tensor.__init__(self, array=tensor.array, requires_grad=requires_grad)
        assert self.is_leaf

    def __repr__(self):
        return "Parameter containing:\n" + super().__repr__()
