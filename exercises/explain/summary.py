"""Say in a sentence or two what a picture shows, for those who cannot see it too."""

from exercises.explain.picture import Mark, Node, Picture

NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


def summary(picture: Picture) -> str:
    """Return what is wrong first, and how often its tensor is used."""
    wrong_value = next(
        (node for node in picture.nodes if node.value_mark is Mark.WRONG), None
    )
    if wrong_value:
        return f"The result of {_of(wrong_value)} is wrong on right operands."
    if picture.focus is None:
        return "No gradient reaches a leaf."
    node = picture.node(picture.focus)
    used = _used(picture, node)
    if node.mark is Mark.WRONG:
        said = node.note or "is neither the sum of its contributions nor a part of it"
        return f"{used} {_grad(node)} {said}."
    several = len(picture.into(node.id)) > 1
    arrives = (
        "What arrives there is added." if several else "One gradient arrives there."
    )
    return f"{used} {arrives}"


def _used(picture: Picture, node: Node) -> str:
    times = sum(edge.parent == node.id for edge in picture.edges)
    word = NUMBERS[times] if times < len(NUMBERS) else str(times)
    places = "place" if times == 1 else "places"
    return f"{node.name} is used in {word} {places}."


def _of(node: Node) -> str:
    return f"{node.op} ({node.name})" if node.op else node.name


def _grad(node: Node) -> str:
    return f"{node.name}.grad" if not node.op else f"The gradient at {_of(node)}"
