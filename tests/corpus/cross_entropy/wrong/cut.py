# expects: fail graph-cut
import numpy as np


def cross_entropy(logits, true_labels):
    z = logits.array
    true = z[np.arange(len(z)), true_labels.array]
    loss = np.log(np.exp(z).sum(1)) - true
    return Tensor(loss, requires_grad=logits.requires_grad)
