# expects: fail loss-formula
import numpy as np


def cross_entropy(logits, true_labels):
    classes = int(true_labels.array.max()) + 1
    hot = np.eye(classes)[true_labels.array]
    seen = logits[:, slice(0, classes)]
    return log(exp(seen).sum(dim=1)) - (seen * Tensor(hot)).sum(dim=1)
