# expects: negative_back sum_back
import numpy as np

def negative_back(grad_out, out, x):
	return -grad_out

def permute_back(grad_out, out, x, axes):
    return np.transpose(grad_out, np.argsort(axes)

def sum_back(grad_out, out, x, dim=None, keepdim=False):
    if dim is not None and not keepdim:
        grad_out = np.expand_dims(grad_out, dim)
    return np.broadcast_to(grad_out, x.shape)

class Linear(Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = Parameter(zeros((out_features, in_features)))

    def forward(self, x):
        raise NotImplementedError

for i in range(3)
    print(i)
