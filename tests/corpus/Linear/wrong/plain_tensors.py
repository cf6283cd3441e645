# expects: fail parameter-not-registered
import numpy as np


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        sf = in_features**-0.5
        self.weight = Tensor(np.random.uniform(-sf, sf, (out_features, in_features)), True)
        self.bias = Tensor(np.random.uniform(-sf, sf, out_features), True) if bias else None

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
