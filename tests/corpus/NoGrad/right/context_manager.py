from contextlib import contextmanager


@contextmanager
def NoGrad():
    global grad_tracking_enabled
    was = grad_tracking_enabled
    grad_tracking_enabled = False
    try:
        yield
    finally:
        grad_tracking_enabled = was
