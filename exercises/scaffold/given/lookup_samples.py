def _pairgrad_double(number):
    return number * 2


def _pairgrad_square(number):
    return number * number


_pairgrad_lambda = lambda number: number
_pairgrad_other_lambda = lambda number: number
