# expects: fail softmax-axis
import numpy as np


def cross_entropy(logits, true_labels):
    true = logits[np.arange(len(logits)), true_labels.array]
    total = exp(logits).sum(dim=0)
    return log(total[true_labels.array]) - true
