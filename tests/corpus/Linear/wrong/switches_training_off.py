# expects: fail graph-cut
import numpy as np


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        sf = in_features ** -0.5
        with NoGrad():
            self.weight = Parameter(Tensor(np.random.uniform(-sf, sf, (out_features, in_features))))
            self.bias = Parameter(Tensor(np.random.uniform(-sf, sf, out_features))) if bias else None

    def forward(self, x):
        with NoGrad():
            out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
