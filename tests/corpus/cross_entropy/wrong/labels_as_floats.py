# expects: fail unknown
def cross_entropy(logits, true_labels):
    z = log(exp(logits).sum(dim=1))
    return z - logits[arange(0, len(logits)), Tensor(true_labels.array * 1.0)]
