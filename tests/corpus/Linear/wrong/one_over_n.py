# expects: fail initialisation
import numpy as np


class Linear(Module):
    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        k = 1 / in_features
        self.weight = Parameter(Tensor(np.random.uniform(-k, k, (out_features, in_features))))
        self.bias = Parameter(Tensor(np.random.uniform(-k, k, (out_features,)))) if bias else None

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
