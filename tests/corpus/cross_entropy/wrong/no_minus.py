# expects: fail loss-formula
def cross_entropy(logits, true_labels):
    true = logits[arange(0, logits.shape[0]), true_labels]
    return log(exp(true) / exp(logits).sum(dim=1))
