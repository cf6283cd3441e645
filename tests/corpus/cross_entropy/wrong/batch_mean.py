# expects: fail loss-formula
def cross_entropy(logits, true_labels):
    n = logits.shape[0]
    true = logits[arange(0, n), true_labels]
    loss = log(exp(logits).sum(dim=1)) - true
    return loss.sum() / n
