# expects: fail unknown
def cross_entropy(logits, true_labels):
    e = exp(logits)
    p = e / e.sum(dim=1, keepdim=True)
    return -log(p[arange(0, len(p)), true_labels] + 0.001)
