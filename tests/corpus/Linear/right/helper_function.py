import numpy as np


def uniform_parameter(bound, *shape):
    return Parameter(Tensor(np.random.uniform(low=-bound, high=bound, size=shape)))


class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.shape = (out_features, in_features)
        bound = in_features**-0.5
        self.weight = uniform_parameter(bound, out_features, in_features)
        self.bias = uniform_parameter(bound, out_features) if bias else None

    def forward(self, x):
        w = permute(self.weight, (1, 0))
        return matmul(x, w) + self.bias if self.bias is not None else matmul(x, w)
