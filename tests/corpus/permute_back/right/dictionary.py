def permute_back(grad_out, out, x, axes):
    n = len(axes)
    came_from = {axes[i] % n: i for i in range(n)}
    return grad_out.transpose([came_from[i] for i in range(n)])
