class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        bound = 1 / in_features**0.5
        drawn = np.random.uniform(-bound, bound, (out_features, in_features))
        self.weight = Parameter(Tensor(drawn))
        drawn = np.random.uniform(-bound, bound, (out_features,))
        self.bias = Parameter(Tensor(drawn)) if bias else None

    def forward(self, x):
        out = x @ self.weight.T
        return out if self.bias is None else out + self.bias
