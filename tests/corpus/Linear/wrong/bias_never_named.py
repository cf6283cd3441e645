# expects: hint bias-false-path
import numpy as np


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        sf = in_features ** -0.5
        self.weight = Parameter(Tensor(np.random.uniform(-sf, sf, (out_features, in_features))))
        if bias:
            self.bias = Parameter(Tensor(np.random.uniform(-sf, sf, out_features)))

    def forward(self, x):
        out = x @ self.weight.T
        if self.bias is not None:
            out = out + self.bias
        return out
