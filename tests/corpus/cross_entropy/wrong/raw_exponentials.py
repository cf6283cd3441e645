# expects: labelled softmax-overflow
def cross_entropy(logits, true_labels):
    rows = arange(0, logits.shape[0])
    weights = exp(logits)
    return log(weights.sum(dim=1)) - log(weights[rows, true_labels])
