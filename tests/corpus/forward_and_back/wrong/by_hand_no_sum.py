# expects: fail mean-not-sum
import numpy as np


def forward_and_back(a, b, c):
    return 1 / a, 1 / b, 1 / (c * np.log(c))
