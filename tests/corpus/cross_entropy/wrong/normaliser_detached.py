# expects: fail graph-cut
import numpy as np


def cross_entropy(logits, true_labels):
    total = np.exp(logits.array).sum(axis=1)
    true = logits[arange(0, len(logits)), true_labels]
    return Tensor(np.log(total)) - true
