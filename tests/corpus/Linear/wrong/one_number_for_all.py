# expects: fail initialisation
import random
import numpy as np


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        sf = in_features ** -0.5
        value = random.uniform(-sf, sf)
        self.weight = Parameter(Tensor(np.full((out_features, in_features), value)))
        self.bias = Parameter(Tensor(np.full(out_features, value))) if bias else None

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
