# expects: fail loss-formula
def cross_entropy(logits, true_labels):
    return -logits[arange(0, logits.shape[0]), true_labels]
