# expects: fail graph-cut
import numpy as np


def cross_entropy(logits, true_labels):
    x = logits.array - logits.array.max(axis=1, keepdims=True)
    losses = []
    for row, label in zip(x, true_labels.array):
        total = 0.0
        for value in row:
            total += np.exp(value)
        losses.append(np.log(total) - row[label])
    return Tensor(np.array(losses), requires_grad=True)
