# expects: hint notebook-leftover
def log_back(grad_out, out, x):
    dL_dout = upstream_from_the_graph
    return dL_dout / x
