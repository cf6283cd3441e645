def _pairgrad_sum_rule(g, out, x, dim=None, keepdim=False):
    axes = tuple(range(x.ndim)) if dim is None else dim
    return np.zeros(x.shape, g.dtype) + (g if keepdim else np.expand_dims(g, axes))


def _pairgrad_permute_rule(g, out, x, axes=None):
    order = tuple(range(x.ndim))[::-1] if axes is None else [a % x.ndim for a in axes]
    return np.array(np.transpose(g, np.argsort(order)))


# Each rule returns a fresh writable array, so that an in-place sum harms nobody.
_pairgrad_rules = {
    ("log", 0): lambda g, out, x: g / x,
    ("exp", 0): lambda g, out, x: g * out,
    ("negative", 0): lambda g, out, x: -g,
    ("multiply", 0): lambda g, out, x, y: _pairgrad_fit(g * y, x),
    ("multiply", 1): lambda g, out, x, y: _pairgrad_fit(g * x, y),
    ("add", 0): lambda g, out, x, y: _pairgrad_fit(g, x),
    ("add", 1): lambda g, out, x, y: _pairgrad_fit(g, y),
    ("subtract", 0): lambda g, out, x, y: _pairgrad_fit(g, x),
    ("subtract", 1): lambda g, out, x, y: _pairgrad_fit(-g, y),
    ("true_divide", 0): lambda g, out, x, y: _pairgrad_fit(g / y, x),
    ("true_divide", 1): lambda g, out, x, y: _pairgrad_fit(-g * out / y, y),
    ("maximum", 0): lambda g, out, x, y: _pairgrad_fit(g * ((x > y) + (x == y) / 2), x),
    ("maximum", 1): lambda g, out, x, y: _pairgrad_fit(g * ((y > x) + (x == y) / 2), y),
    ("sum", 0): _pairgrad_sum_rule,
    ("reshape", 0): lambda g, out, x, new_shape: np.array(np.reshape(g, x.shape)),
    ("permute", 0): _pairgrad_permute_rule,
    ("expand", 0): lambda g, out, x, new_shape: _pairgrad_fit(g, x),
    ("getitem", 0): lambda g, out, x, index: getitem_back(g, out, x, index),
    ("matmul", 0): lambda g, out, x, y: g @ y.T,
    ("matmul", 1): lambda g, out, x, y: x.T @ g,
}
_pairgrad_settled = None


def _pairgrad_settle():
    """Register every rule in whichever BACK_FUNCS stands now; once for each."""
    global _pairgrad_settled
    if _pairgrad_settled is not BACK_FUNCS:
        for (name, position), rule in _pairgrad_rules.items():
            BACK_FUNCS.add_back_func(_pairgrad_functions[name], position, rule)
        _pairgrad_settled = BACK_FUNCS
    return True
