# expects: fail softmax-axis
import numpy as np


def cross_entropy(logits, true_labels):
    z = log(exp(logits).sum(dim=1, keepdim=True))
    hot = np.eye(logits.shape[1])[true_labels.array]
    return z - (logits * Tensor(hot)).sum(dim=1, keepdim=True)
