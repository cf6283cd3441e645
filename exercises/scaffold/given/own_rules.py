# --- Rules that no course operation has, by which a backward pass is watched. ---
_pairgrad_asked = []


def _pairgrad_triple(grad_out, out, x):
    """Return what no slope of floor would be, and remember having been asked."""
    _pairgrad_asked.append(grad_out)
    return grad_out * 3.0


def _pairgrad_spread(grad_out, out, x):
    """Return a read-only view, as the rule of a sum may."""
    return np.broadcast_to(grad_out, x.shape)


def _pairgrad_plus(x, y):
    return x + y


def _pairgrad_hand_on(grad_out, out, x, y):
    """Return the very array that arrived, as a rule of add may."""
    return grad_out
