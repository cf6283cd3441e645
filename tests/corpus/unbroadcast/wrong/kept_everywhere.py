# expects: fail only-stretched-axes-summed
class Shrinker:
    def __init__(self, target):
        self.target = target

    def axes(self, shape):
        padded = (1,) * (len(shape) - len(self.target)) + self.target
        return tuple(i for i, (a, b) in enumerate(zip(shape, padded)) if a != b)

    def __call__(self, array):
        return array.sum(axis=self.axes(array.shape), keepdims=True)


def unbroadcast(broadcasted, original):
    return Shrinker(original.shape)(broadcasted)
