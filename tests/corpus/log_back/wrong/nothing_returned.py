# expects: hint nothing-returned
def log_back(grad_out, out, x):
    x_grad = grad_out / x
    print(x_grad)
