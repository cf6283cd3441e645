import numpy as np


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        limit = 1 / np.sqrt(in_features)
        self.weight = Parameter(empty(out_features, in_features))
        self.weight.uniform_(-limit, limit)
        self.bias = None
        if bias:
            self.bias = Parameter(empty(out_features))
            self.bias.uniform_(-limit, limit)

    def forward(self, x):
        y = x @ self.weight.T
        return y + self.bias if self.bias is not None else y
