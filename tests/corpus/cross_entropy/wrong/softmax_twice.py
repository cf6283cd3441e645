# expects: fail loss-formula
def softmax(z):
    e = exp(z)
    return e / e.sum(dim=1, keepdim=True)


def cross_entropy(logits, true_labels):
    p = softmax(softmax(logits))
    return -log(p[arange(0, len(p)), true_labels])
