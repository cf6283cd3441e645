# expects: hint positions-in-order
class BackwardFuncLookup:
    def __init__(self):
        self.rules = {}

    def add_back_func(self, forward_fn, arg_position, back_fn):
        if forward_fn not in self.rules:
            self.rules[forward_fn] = []
        backs = self.rules[forward_fn]
        if arg_position < len(backs):
            backs[arg_position] = back_fn
        else:
            backs.append(back_fn)

    def get_back_func(self, forward_fn, arg_position):
        return self.rules[forward_fn][arg_position]
