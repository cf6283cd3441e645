# --- Made when asked for, of whatever Module and NoGrad then are. ---
def _pairgrad_outer():
    class Deepest(Module):
        def __init__(self):
            super().__init__()
            self.c = Parameter(Tensor(np.array([0.5])))

    class Inner(Module):
        def __init__(self):
            super().__init__()
            self.b = Parameter(Tensor(np.array([3.5])))
            self.deepest = Deepest()

        def forward(self, x):
            return x * self.b

    class Outer(Module):
        def __init__(self):
            super().__init__()
            self.width = 4
            self.a = Parameter(Tensor(np.array([1.5])))
            self.inner = Inner()

        def forward(self, x, times=1):
            return self.inner(x) + self.a * times

    return Outer()


def _pairgrad_raised_inside():
    try:
        with NoGrad():
            1 / 0
    except ZeroDivisionError:
        return True
    return False
