# expects: fail consumers-not-finished
def topological_sort(node, get_children):
    levels, seen, current = [], set(), [node]
    while current:
        level = []
        for n in current:
            if n not in seen:
                seen.add(n)
                level.append(n)
        levels.append(level)
        current = [c for n in level for c in get_children(n)]
        if node in current:
            raise ValueError("cycle")
    return [n for level in reversed(levels) for n in level]
