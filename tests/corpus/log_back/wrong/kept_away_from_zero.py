# expects: fail unknown
def log_back(grad_out, out, x):
    return grad_out / (x + 0.01)  # never divide by zero
