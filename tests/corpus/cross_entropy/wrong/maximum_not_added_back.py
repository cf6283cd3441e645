# expects: fail loss-formula
def cross_entropy(logits, true_labels):
    top = Tensor(logits.array.max(axis=1))
    wide = Tensor(logits.array.max(axis=1, keepdims=True))
    return log(exp(logits - wide).sum(dim=1)) + top * 0.5 - logits[arange(0, len(logits)), true_labels]
