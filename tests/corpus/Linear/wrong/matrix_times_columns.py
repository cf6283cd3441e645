# expects: fail weight-times-input
import numpy as np


class Linear(Module):
    """y = W x + b, as in the lecture"""

    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        sf = in_features ** -0.5
        self.weight = Parameter(Tensor(np.random.uniform(-sf, sf, (out_features, in_features))))
        self.bias = Parameter(Tensor(np.random.uniform(-sf, sf, (out_features, 1)))) if bias else None

    def forward(self, x):
        y = self.weight @ x.T
        if self.bias is not None:
            y = y + self.bias
        return y
