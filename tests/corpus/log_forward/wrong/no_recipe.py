# expects: fail graph-cut
import numpy as np


def log_forward(x):
    requires_grad = grad_tracking_enabled and x.requires_grad
    return Tensor(np.log(x.array), requires_grad)
