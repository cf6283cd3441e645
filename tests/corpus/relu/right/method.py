def relu(x):
    return maximum(x, 0.0)
