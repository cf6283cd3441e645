# expects: fail softmax-axis
def cross_entropy(logits, true_labels):
    log_p = logits - log(exp(logits).sum(dim=1, keepdim=True))
    return -log_p[:, true_labels.array].sum(dim=1) / len(logits)
