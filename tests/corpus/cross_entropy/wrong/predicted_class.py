# expects: fail loss-formula
import numpy as np


def cross_entropy(logits, true_labels):
    guess = logits.array.argmax(axis=1)
    picked = logits[np.arange(len(guess)), guess]
    return log(exp(logits).sum(dim=1)) - picked
