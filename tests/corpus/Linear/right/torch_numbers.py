import torch as t


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        bound = in_features ** (-1 / 2)

        def draw(*shape):
            return Parameter(Tensor(bound * (2 * t.rand(*shape) - 1)))

        self.weight = draw(out_features, in_features)
        self.bias = draw(out_features) if bias else None

    def forward(self, x):
        result = x @ self.weight.T
        if self.bias is None:
            return result
        return result + self.bias
