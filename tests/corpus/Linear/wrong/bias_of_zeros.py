# expects: fail bias-false-path
import numpy as np


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        sf = in_features ** -0.5
        self.weight = Parameter(Tensor(np.random.uniform(-sf, sf, (out_features, in_features))))
        size = sf if bias else 0.0
        self.bias = Parameter(Tensor(np.random.uniform(-size, size, out_features)))

    def forward(self, x):
        return x @ self.weight.T + self.bias
