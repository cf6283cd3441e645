# expects: fail graph-cut
import numpy as np


def cross_entropy(logits, true_labels):
    rows = np.arange(len(logits.array))
    true = logits.array[rows, true_labels.array]
    return log(exp(logits).sum(dim=1)) - Tensor(true)
