# expects: fail graph-cut
def cross_entropy(logits, true_labels):
    loss = log(exp(logits).sum(dim=1))
    for row, label in enumerate(true_labels.array):
        loss.array[row] -= logits.array[row, label]
    return loss
