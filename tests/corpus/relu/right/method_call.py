def relu(x):
    return x.maximum(0.0)
