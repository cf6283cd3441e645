# expects: fail loss-formula
import numpy as np


def cross_entropy(logits, true_labels):
    batch, classes = logits.shape
    hot = np.zeros((batch, classes))
    hot[np.arange(batch), true_labels.array] = 1 / batch
    log_p = logits - log(exp(logits).sum(dim=1, keepdim=True))
    return -(log_p * Tensor(hot)).sum(dim=1)
