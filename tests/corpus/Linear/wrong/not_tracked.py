# expects: fail graph-cut
import numpy as np


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        sf = in_features ** -0.5
        self.weight = Parameter(Tensor(np.random.uniform(-sf, sf, (out_features, in_features))), False)
        self.bias = Parameter(Tensor(np.random.uniform(-sf, sf, out_features))) if bias else None

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
