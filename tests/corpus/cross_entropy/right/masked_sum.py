import numpy as np


def cross_entropy(logits, true_labels):
    n, k = logits.shape
    mask = Tensor(np.arange(k)[None, :] == true_labels.array[:, None])
    chosen = (logits * mask).sum(dim=1)
    return logits.exp().sum(dim=1).log() - chosen
