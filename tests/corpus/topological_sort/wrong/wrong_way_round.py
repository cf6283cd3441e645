# expects: fail consumers-not-finished
def topological_sort(node, get_children):
    done, temp = [], set()
    marked = set()

    def visit(n):
        if n in marked:
            return
        if n in temp:
            raise ValueError("Not a DAG")
        temp.add(n)
        for c in get_children(n):
            visit(c)
        temp.remove(n)
        marked.add(n)
        done.insert(0, n)

    visit(node)
    return done
