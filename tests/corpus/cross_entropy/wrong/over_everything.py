# expects: fail softmax-axis
def cross_entropy(logits, true_labels):
    e = exp(logits)
    p = e / e.sum()
    return -log(p[arange(0, len(p)), true_labels])
