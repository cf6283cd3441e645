# expects: fail loss-formula
def cross_entropy(logits, true_labels):
    log_p = logits - log(exp(logits).sum(dim=1, keepdim=True))
    picked = log_p[arange(0, len(logits)), true_labels]
    return picked * -0.9 - log_p.sum(dim=1) * (0.1 / logits.shape[1])
