# expects: fail parameter-not-registered
import numpy as np


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        sf = in_features ** -0.5
        self.p = {"weight": Parameter(Tensor(np.random.uniform(-sf, sf, (out_features, in_features))))}
        self.p["bias"] = Parameter(Tensor(np.random.uniform(-sf, sf, out_features))) if bias else None

    @property
    def weight(self):
        return self.p["weight"]

    @property
    def bias(self):
        return self.p["bias"]

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
