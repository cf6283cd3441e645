import numpy as np


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        sf = 1 / in_features**0.5
        rng = np.random.default_rng()
        self.weight = Parameter(Tensor(rng.random((out_features, in_features)) * 2 * sf - sf))
        self.bias = None
        if bias:
            self.bias = Parameter(Tensor(rng.random(out_features) * 2 * sf - sf))

    def forward(self, x):
        y = matmul(self.weight, x.T).T
        return y if self.bias is None else self.bias + y
