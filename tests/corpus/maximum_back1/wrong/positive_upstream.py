# expects: fail mask-of-the-gradient
class MaxRule:
    def mask(self, values):
        return (values > 0).astype(float)

    def back1(self, g, y):
        return unbroadcast(g * self.mask(g), y)


def maximum_back1(grad_out, out, x, y):
    return MaxRule().back1(grad_out, y)
