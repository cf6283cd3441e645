"""Draw the graphs on which backward passes go wrong: leaves by name, then operations."""

from dataclasses import dataclass

from exercises.parts.cases import Shape

# One line each: the operation, its operands (a name or a number), its keywords.
Made = tuple[str, tuple[str | float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A graph as one would draw it: leaves by name, then operations in order.

    An operation is named by its place: the first is ``0``, the next ``1``. A leaf in
    ``constants`` asks for no gradient.
    """

    leaves: tuple[tuple[str, Shape], ...]
    made: tuple[Made, ...]
    constants: str = ""
    twice: bool = False
    upstream: bool = True


X: tuple[str, Shape] = ("x", (2,))
Y: tuple[str, Shape] = ("y", (2,))
SQUARE: Made = ("multiply", ("x", "x"))

DRAWINGS: tuple[Drawing, ...] = (
    Drawing(leaves=(X,), made=(("log", ("x",)),)),
    Drawing(leaves=(X, Y), made=(("multiply", ("x", "y")),)),
    Drawing(leaves=(X,), made=(("exp", ("x",)),)),
    Drawing(leaves=(X,), made=(SQUARE,)),
    Drawing(leaves=(X,), made=(SQUARE, ("add", ("0", "x")))),
    Drawing(leaves=(X,), made=(("multiply", (3, "x")),)),
    Drawing(leaves=(X,), made=(("multiply", ("x", 3)),)),
    Drawing(leaves=(X,), made=(("true_divide", (2.5, "x")),)),
    Drawing(leaves=(X, Y), made=(("subtract", ("x", "y")),)),
    Drawing(leaves=(X, Y), made=(("multiply", ("x", "y")),), constants="y"),
    Drawing(leaves=(X, Y), made=(("multiply", ("x", "y")),), constants="x"),
    Drawing(leaves=(X,), made=()),
    Drawing(leaves=(X,), made=(("log", ("x",)),), upstream=False),
    Drawing(leaves=(("x", ()),), made=(("log", ("x",)),), upstream=False),
    Drawing(leaves=(X,), made=(("log", ("x",)), ("sum", ("0",))), upstream=False),
    Drawing(leaves=(X,), made=(("exp", ("x",)), ("multiply", ("0", "0")))),
    Drawing(
        leaves=(X,),
        made=(("exp", ("x",)), ("log", ("0",)), ("multiply", ("0", "1"))),
    ),
    # The gradient of c is first used, then added to: sharing its memory shows here.
    Drawing(leaves=(X, Y), made=(("add", ("x", "y")), ("add", ("0", "x")))),
    Drawing(leaves=(X,), made=(("add", ("x", "x")), ("add", ("0", "0")))),
    Drawing(
        leaves=(X, Y),
        made=(
            ("multiply", ("x", "y")),
            ("add", ("0", "x")),
            ("multiply", ("1", "0")),
            ("add", ("2", "y")),
        ),
    ),
    # A long and a short path to the same node, met in either order.
    Drawing(
        leaves=(X,),
        made=(
            ("log", ("x",)),
            ("exp", ("0",)),
            ("negative", ("1",)),
            ("multiply", ("2", "0")),
        ),
    ),
    Drawing(
        leaves=(X,),
        made=(
            ("log", ("x",)),
            ("exp", ("0",)),
            ("negative", ("1",)),
            ("multiply", ("0", "2")),
        ),
    ),
    Drawing(leaves=(("x", (2, 3)), ("y", (3,))), made=(("multiply", ("x", "y")),)),
    Drawing(
        leaves=(("x", (2, 1)), ("y", (3,))),
        made=(("multiply", ("x", "y")), ("add", ("0", "x"))),
    ),
    Drawing(leaves=(X,), made=(SQUARE,), twice=True),
    Drawing(
        leaves=(X,),
        made=(("log", ("x",)), ("multiply", ("0", "0"))),
        twice=True,
    ),
    Drawing(
        leaves=(X, Y),
        made=(("add", ("x", "y")), ("add", ("0", "x"))),
        twice=True,
    ),
)
