def topological_sort(node, get_children):
    # height = longest way down to a leaf, sort by height
    height = {}
    busy = set()

    def measure(n):
        if n in height:
            return height[n]
        if n in busy:
            raise Exception("cyclic graph")
        busy.add(n)
        height[n] = 1 + max([measure(c) for c in get_children(n)], default=-1)
        busy.discard(n)
        return height[n]

    measure(node)
    return sorted(height, key=height.get)
