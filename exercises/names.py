"""The names a course file is searched for."""

# The graded names of the course day, in its order.
NAMED = (
    *("log_back", "unbroadcast", "multiply_back0", "multiply_back1"),
    *("forward_and_back", "BackwardFuncLookup", "log_forward", "multiply_forward"),
    *("wrap_forward_fn", "topological_sort", "backprop", "negative_back", "exp_back"),
    *("reshape_back", "permute_back", "sum_back", "maximum_back0", "maximum_back1"),
    *("relu", "matmul2d_back0", "matmul2d_back1", "Linear", "cross_entropy", "SGD"),
)

# Graded, too, but nameless in the file: (NumPy function, argument position).
LAMBDAS = {
    "add_back1": ("add", 1),
    "subtract_back0": ("subtract", 0),
    "subtract_back1": ("subtract", 1),
    "true_divide_back0": ("true_divide", 0),
    "true_divide_back1": ("true_divide", 1),
}

GRADED = (*NAMED, *LAMBDAS)

# What the course gives and a file usually holds. Alone, a unit is graded beside ours.
GIVEN = frozenset(
    (
        *("Recipe", "Tensor", "Node", "get_children", "sorted_computational_graph"),
        *("BACK_FUNCS", "NoGrad", "grad_tracking_enabled", "Parameter", "Module"),
        *("ReLU", "MLP", "empty", "zeros", "arange", "tensor", "add_", "sub_"),
        *("_sum", "_argmax", "_matmul2d", "_getitem"),
    )
)

# Wrapped operations; a plain function of such a name is a pair's own helper.
OPERATIONS = frozenset(
    (
        *("log", "multiply", "negative", "exp", "reshape", "permute", "sum", "add"),
        *("subtract", "true_divide", "maximum", "matmul", "argmax", "eq", "getitem"),
        *("expand", "all", "any", "floor", "less"),
    )
)

# Written by the pair in some editions, given in others.
OPTIONAL = frozenset(
    ("getitem_back", "coerce_index", "expand_back", "_expand", "invert_transposition")
)

# A class counts as attempted once these are more than stubs.
REQUIRED_METHODS = {
    "BackwardFuncLookup": ("add_back_func", "get_back_func"),
    "Linear": ("__init__", "forward"),
    "SGD": ("zero_grad", "step"),
    "Parameter": ("__init__",),
    "Module": ("parameters",),
    "NoGrad": ("__enter__", "__exit__"),
}
