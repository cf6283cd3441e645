import numpy as np


class Multiply:
    def __init__(self, left, right):
        self.left, self.right = np.asarray(left), np.asarray(right)

    def grad_left(self, upstream):
        return unbroadcast(upstream * self.right, self.left)


def multiply_back0(grad_out, out, x, y):
    return Multiply(x, y).grad_left(grad_out)
