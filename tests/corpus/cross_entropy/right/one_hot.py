import numpy as np


def cross_entropy(logits, true_labels):
    one_hot = Tensor(np.eye(logits.shape[1])[true_labels.array])
    total = logits.exp().sum(dim=-1)
    return total.log() - (logits * one_hot).sum(dim=-1)
