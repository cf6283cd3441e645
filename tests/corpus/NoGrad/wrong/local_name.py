# expects: optional tracking-condition-missing
class NoGrad:
    def __enter__(self):
        self.was_enabled = grad_tracking_enabled
        grad_tracking_is_enabled = False

    def __exit__(self, type, value, traceback):
        global grad_tracking_enabled
        grad_tracking_enabled = self.was_enabled
