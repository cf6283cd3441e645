# expects: fail parameter-not-registered
import numpy as np


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        sf = in_features ** -0.5
        self.weight = Parameter(Tensor(2 * np.random.rand(out_features, in_features) - 1)) * sf
        self.bias = Parameter(Tensor(2 * np.random.rand(out_features) - 1)) * sf if bias else None

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
