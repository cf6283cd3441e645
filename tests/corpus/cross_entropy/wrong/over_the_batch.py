# expects: fail softmax-axis
def cross_entropy(logits, true_labels):
    e = logits.exp()
    p = e / e.sum(dim=0, keepdim=True)
    return -(p[arange(0, p.shape[0]), true_labels].log())
