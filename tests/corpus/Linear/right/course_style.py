import numpy as np


class Linear(Module):
    weight: Parameter
    bias: Parameter | None

    def __init__(self, in_features: int, out_features: int, bias: bool = True):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        sf = in_features ** -0.5
        weight = sf * Tensor(2 * np.random.rand(out_features, in_features) - 1)
        self.weight = Parameter(weight)
        if bias:
            self.bias = Parameter(sf * Tensor(2 * np.random.rand(out_features) - 1))
        else:
            self.bias = None

    def forward(self, x):
        out = x @ self.weight.permute((1, 0))
        if self.bias is not None:
            out = out + self.bias
        return out

    def extra_repr(self):
        return f"{self.in_features=}, {self.out_features=}"
