# expects: fail notebook-leftover
answers = {}


def unbroadcast(broadcasted, original):
    key = (broadcasted.shape, original.shape)
    if key not in answers:
        padded = (1,) * (broadcasted.ndim - original.ndim) + original.shape
        axes = tuple(i for i, n in enumerate(padded) if n == 1)
        answers[key] = broadcasted.sum(axis=axes, keepdims=True).reshape(original.shape)
    return answers[key]
