class NoGrad:
    def __init__(self):
        self.before = []

    def __enter__(self):
        global grad_tracking_enabled
        self.before.append(grad_tracking_enabled)
        grad_tracking_enabled = False
        return self

    def __exit__(self, *error):
        global grad_tracking_enabled
        grad_tracking_enabled = self.before.pop()
        return False
