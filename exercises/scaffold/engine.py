#: given arrays

# %% Core 1: backward rules
#: rung log_back
#: rung unbroadcast
#: rung multiply_back
#: rung forward_and_back
# %% Core 2: the engine
#: rung back_func_lookup
BACK_FUNCS = BackwardFuncLookup()
BACK_FUNCS.add_back_func(np.log, 0, log_back)
BACK_FUNCS.add_back_func(np.multiply, 0, multiply_back0)
BACK_FUNCS.add_back_func(np.multiply, 1, multiply_back1)

# %% Given: a tensor and how it was made
#: given tensor

#: rung log_forward
#: rung multiply_forward
#: rung wrap_forward_fn
# From here on `sum` is the operation on tensors, no longer Python's own.
def _sum(x, dim=None, keepdim=False):
    return np.sum(x, axis=dim, keepdims=keepdim)


def _argmax(x, dim=None, keepdim=False):
    return np.expand_dims(np.argmax(x, axis=dim), axis=([] if dim is None or not keepdim else dim))


log = wrap_forward_fn(np.log)
multiply = wrap_forward_fn(np.multiply)
eq = wrap_forward_fn(np.equal, is_differentiable=False)
sum = wrap_forward_fn(_sum)
argmax = wrap_forward_fn(_argmax, is_differentiable=False)

# %% Given: bare nodes to sort
#: given graph

#: rung topological_sort
#: given sorted_graph

#: rung backprop
# %% Stretch 3: from operations to a network
#: rung negative_back
negative = wrap_forward_fn(np.negative)
BACK_FUNCS.add_back_func(np.negative, 0, negative_back)

#: rung exp_back
exp = wrap_forward_fn(np.exp)
BACK_FUNCS.add_back_func(np.exp, 0, exp_back)

#: rung reshape_back
reshape = wrap_forward_fn(np.reshape)
BACK_FUNCS.add_back_func(np.reshape, 0, reshape_back)

#: rung permute_back
permute = wrap_forward_fn(np.transpose)
BACK_FUNCS.add_back_func(np.transpose, 0, permute_back)

#: rung sum_back
BACK_FUNCS.add_back_func(_sum, 0, sum_back)

# %% Given: expanding and reading by index
def expand_back(grad_out, out, x, new_shape):
    return unbroadcast(grad_out, x)


def _expand(x, new_shape):
    kept = len(new_shape) - x.ndim
    shape = [x.shape[at - kept] if size == -1 else size for at, size in enumerate(new_shape)]
    return np.broadcast_to(x, shape)


expand = wrap_forward_fn(_expand)
BACK_FUNCS.add_back_func(_expand, 0, expand_back)


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


getitem = wrap_forward_fn(_getitem)
BACK_FUNCS.add_back_func(_getitem, 0, getitem_back)

# %% Given: the operators of arithmetic, and the first of their rules
add = wrap_forward_fn(np.add)
subtract = wrap_forward_fn(np.subtract)
true_divide = wrap_forward_fn(np.true_divide)
BACK_FUNCS.add_back_func(np.add, 0, lambda grad_out, out, x, y: unbroadcast(grad_out, x))

#: rung add_subtract_divide
#: rung maximum_back
maximum = wrap_forward_fn(np.maximum)
BACK_FUNCS.add_back_func(np.maximum, 0, maximum_back0)
BACK_FUNCS.add_back_func(np.maximum, 1, maximum_back1)

#: rung relu
#: rung matmul2d_back
def _matmul2d(x, y):
    return x @ y


matmul = wrap_forward_fn(_matmul2d)
BACK_FUNCS.add_back_func(_matmul2d, 0, matmul2d_back0)
BACK_FUNCS.add_back_func(_matmul2d, 1, matmul2d_back1)

# %% Given: parameters, modules, and a block that records nothing
#: given modules

#: given nograd

#: rung linear
# %% Given: the network that learns digits
#: given network

#: rung cross_entropy
#: rung sgd
