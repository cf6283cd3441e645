# expects: fail loss-formula
def cross_entropy(logits, true_labels):
    e = exp(logits)
    p = e / e.sum(dim=1, keepdim=True)
    best = p[arange(0, len(p)), true_labels]
    return -(log(best) * true_labels)
