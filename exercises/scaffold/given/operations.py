Index = Union[int, tuple]


def _sum(x, dim=None, keepdim=False):
    return np.sum(x, axis=dim, keepdims=keepdim)


def _argmax(x, dim=None, keepdim=False):
    return np.expand_dims(np.argmax(x, axis=dim), axis=([] if dim is None or not keepdim else dim))


def coerce_index(index):
    if isinstance(index, tuple):
        return tuple(coerce_index(part) for part in index)
    return index.array if isinstance(index, Tensor) else index


def _getitem(x, index):
    return x[coerce_index(index)]


def getitem_back(grad_out, out, x, index):
    # Floats even where x holds ints; add.at because an element may be read twice.
    gradient = np.zeros(x.shape, dtype=grad_out.dtype)
    np.add.at(gradient, coerce_index(index), grad_out)
    return gradient


def _matmul2d(x, y):
    return x @ y


def _expand(x, new_shape):
    shape = list(new_shape)
    kept = len(shape) - x.ndim
    for axis, size in enumerate(shape):
        if size == -1:
            shape[axis] = x.shape[axis - kept]
    return np.broadcast_to(x, shape)


def invert_transposition(axes):
    inverse = [0] * len(axes)
    for place, axis in enumerate(axes):
        inverse[axis] = place
    return tuple(inverse)


def expand_back(grad_out, out, x, new_shape):
    return _pairgrad_fit(grad_out, x)


def _pairgrad_fit(gradient, x):
    shape = np.shape(x)
    gradient = np.asarray(gradient)
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis, size in enumerate(shape):
        if gradient.shape[axis] != size:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return np.array(gradient)


_pairgrad_functions = {
    "log": np.log, "exp": np.exp, "negative": np.negative, "multiply": np.multiply,
    "add": np.add, "subtract": np.subtract, "true_divide": np.true_divide,
    "maximum": np.maximum, "sum": _sum, "reshape": np.reshape,
    "permute": np.transpose, "expand": _expand, "getitem": _getitem,
    "matmul": _matmul2d, "eq": np.equal, "argmax": _argmax,
}
_pairgrad_constant = {"eq", "argmax"}


def _pairgrad_wrap(function, is_differentiable=True):
    def tensor_function(*args, **kwargs):
        parents = {at: arg for at, arg in enumerate(args) if isinstance(arg, Tensor)}
        raw = tuple(arg.array if isinstance(arg, Tensor) else arg for arg in args)
        wanted = [parent for parent in parents.values() if parent.requires_grad]
        tracked = bool(grad_tracking_enabled and is_differentiable and wanted)
        made = Tensor(function(*raw, **kwargs), tracked)
        if tracked:
            made.recipe = Recipe(function, raw, kwargs, parents)
        return made

    return tensor_function


_pairgrad_ops = {
    name: _pairgrad_wrap(function, name not in _pairgrad_constant)
    for name, function in _pairgrad_functions.items()
}


def _pairgrad_op(name, *args, **kwargs):
    """Call the operation the class knows by now, else the one that always works."""
    known = globals().get(name)
    # ``from numpy import exp`` in a class's file must not take our tensors' exp away.
    if known is None or str(getattr(known, "__module__", "numpy")).startswith("numpy"):
        known = _pairgrad_ops[name]
    return known(*args, **kwargs)


def _pairgrad_replay(made):
    """Compute a tensor's array again from its recipe alone."""
    return made.recipe.func(*made.recipe.args, **made.recipe.kwargs)
