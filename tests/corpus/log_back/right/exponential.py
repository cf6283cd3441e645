import torch as t
from numpy import exp


# x = exp(out), so dividing by x is multiplying with exp(-out)
log_back = lambda grad_out, out, x: grad_out * exp(-out)
