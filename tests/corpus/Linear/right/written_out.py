import numpy as np


class Linear(Module):
    def __init__(self, in_features: int, out_features: int, bias=True):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        limit = 1.0 / (in_features ** 0.5)
        weights = []
        for _ in range(out_features):
            row = []
            for _ in range(in_features):
                row.append(np.random.uniform(-limit, limit))
            weights.append(row)
        self.weight = Parameter(Tensor(np.array(weights)))
        if bias:
            self.bias = Parameter(Tensor(np.array([np.random.uniform(-limit, limit) for _ in weights])))
        else:
            self.bias = None

    def forward(self, x):
        if self.bias is None:
            return x @ self.weight.T
        return x @ self.weight.T + self.bias

    def extra_repr(self) -> str:
        return f"in_features={self.in_features}, out_features={self.out_features}"
