# expects: fail overwrite-within-pass
import numpy as np


class Pass:
    def __init__(self, end, seed):
        self.grads = {id(end): seed}
        self.order = sorted_computational_graph(end)

    def deliver(self, parent, grad):
        self.grads[id(parent)] = grad

    def run(self):
        for node in self.order:
            g = self.grads[id(node)]
            if node.is_leaf:
                if node.requires_grad:
                    node.grad = Tensor(g if node.grad is None else node.grad.array + g)
                continue
            r = node.recipe
            for i, parent in r.parents.items():
                back = BACK_FUNCS.get_back_func(r.func, i)
                self.deliver(parent, back(g, node.array, *r.args, **r.kwargs))


def backprop(end_node, end_grad=None):
    seed = np.ones_like(end_node.array) if end_grad is None else end_grad.array
    Pass(end_node, seed).run()
