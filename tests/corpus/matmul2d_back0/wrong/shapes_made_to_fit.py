# expects: fail matmul-transpose-or-order
def matmul2d_back0(grad_out, out, x, y):
    for guess in (lambda: grad_out @ y, lambda: y @ grad_out, lambda: grad_out @ y.T):
        try:
            result = guess()
        except ValueError:
            continue
        if result.shape == x.shape:
            return result
