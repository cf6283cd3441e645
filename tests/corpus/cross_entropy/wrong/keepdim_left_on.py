# expects: fail softmax-axis
def cross_entropy(logits, true_labels):
    n = logits.shape[0]
    true = logits[arange(0, n), true_labels]
    return log(exp(logits).sum(dim=1, keepdim=True)) - true
