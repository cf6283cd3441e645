# expects: fail loss-formula
def cross_entropy(logits, true_labels):
    true = exp(logits[arange(0, logits.shape[0]), true_labels])
    return -(true / exp(logits).sum(dim=1))
