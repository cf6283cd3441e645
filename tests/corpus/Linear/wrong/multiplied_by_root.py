# expects: fail initialisation
import numpy as np


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        scale = np.sqrt(in_features)
        self.weight = Parameter(Tensor(scale * (2 * np.random.rand(out_features, in_features) - 1)))
        self.bias = Parameter(Tensor(scale * (2 * np.random.rand(out_features) - 1))) if bias else None

    def forward(self, x):
        out = x @ self.weight.T
        if self.bias is not None:
            out = out + self.bias
        return out
