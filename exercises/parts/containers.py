"""Ask about one's own Parameter, Module and NoGrad."""

import numpy as np

from exercises.parts.cases import Case, several, shown
from exercises.questions import Probe

FLAG = "grad_tracking_enabled"


def parameter(rng: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for a tensor that wants a gradient and shares its array."""
    (array,) = several(rng, [(2,)])
    return (_made(array, wanted=True), _made(array, wanted=False), _trained(rng))


def _made(array: np.ndarray[tuple[int, ...]], *, wanted: bool) -> Probe:
    case = Case(f"Parameter, requires_grad={wanted}", "training")
    inner = case.call("Tensor", case.plain(array))
    end = "" if wanted else ", requires_grad=False"
    case.write(f"t = Tensor({shown(array)})", f"p = Parameter(t{end})")
    if wanted:
        made = case.call("Parameter", inner)
    else:
        off = case.value(value=False)
        made = case.call("Parameter", inner, requires_grad=off)
    case.write("p.array is t.array, p.requires_grad, p.is_leaf")
    case.near(case.attr(made, "array"), array, "p.array")
    same = case.same(case.attr(made, "array"), case.attr(inner, "array"))
    case.holds(same, "p.array is t.array")
    case.holds(case.attr(made, "requires_grad"), "p.requires_grad", truth=wanted)
    case.holds(case.attr(made, "is_leaf"), "p.is_leaf")
    kind = case.call("isinstance", made, case.name("Tensor"))
    case.holds(kind, "isinstance(p, Tensor)")
    return case.probe(size=2)


def _trained(rng: np.random.Generator) -> Probe:
    case = Case("Parameter in a graph", "training")
    array, upstream = several(rng, [(2,), (2,)])
    made = case.call("Parameter", case.call("Tensor", case.plain(array)))
    square = case.method(made, "__mul__", made)
    case.method(square, "backward", case.call("Tensor", case.array(upstream)))
    case.write(f"p = Parameter(Tensor({shown(array)}))")
    case.write(f"(p * p).backward(Tensor({shown(upstream)}))", "p.grad")
    case.gradient(made, 2 * array * upstream, "p")
    return case.probe(size=4)


def module(_: np.random.Generator) -> tuple[Probe, ...]:
    """Ask what a module finds, hands back and calls."""
    return (_found(), _called(), _replaced(), _apart())


def _outer(case: Case) -> int:
    case.write("class Deepest(Module): ...  # has the parameter c")
    case.write("class Inner(Module): ...  # has the parameter b, then Deepest()")
    case.write("class Outer(Module): ...  # has the parameter a, then inner = Inner()")
    return case.call("_pairgrad_outer")


def _found() -> Probe:
    """Find parameters at both depths, without those below if asked so."""
    case = Case("Module, parameters and modules", "training")
    made = _outer(case)
    first = case.attr(made, "a")
    inner = case.attr(made, "inner")
    below = case.attr(inner, "b"), case.attr(inner, "deepest.c")
    everything = case.call("list", case.method(made, "parameters"))
    places = case.where(everything, first, *below)
    case.near(case.call("np.sort", places), [0, 1, 2], "parameters() lists a, b and c")
    flat = case.value(value=False)
    own = case.call("list", case.method(made, "parameters", recurse=flat))
    case.near(case.where(own, first), [0], "parameters(recurse=False) lists a")
    children = case.call("list", case.method(made, "modules"))
    case.near(case.where(children, inner), [0], "modules() lists inner")
    case.write("outer = Outer()", "list(outer.parameters())")
    case.write("list(outer.parameters(recurse=False)), list(outer.modules())")
    return case.probe(size=3)


def _called() -> Probe:
    case = Case("Module, called", "training")
    made = _outer(case)
    x = case.call("Tensor", case.array([2.0]))
    out = case.call(made, x, times=case.value(3))
    case.write("Outer()(Tensor(np.array([2.])), times=3)  # x * b + a * times")
    case.near(case.attr(out, "array"), [2 * 3.5 + 1.5 * 3], "outer(x, times=3).array")
    case.near(case.attr(made, "width"), 4, "outer.width")
    return case.probe(size=4)


def _replaced() -> Probe:
    """Assign a parameter again: the old one is gone."""
    case = Case("Module, a parameter assigned again", "training")
    made = _outer(case)
    other = case.call("Parameter", case.call("Tensor", case.array([9.0])))
    case.set_attr(made, "a", other)
    case.write("outer = Outer()", "outer.a = p = Parameter(Tensor(np.array([9.])))")
    case.write("outer.a is p, list(outer.parameters(recurse=False))")
    case.holds(case.same(case.attr(made, "a"), other), "outer.a is p")
    flat = case.value(value=False)
    own = case.call("list", case.method(made, "parameters", recurse=flat))
    case.near(case.where(own, other), [0], "parameters(recurse=False) lists p alone")
    return case.probe(size=4)


def _apart() -> Probe:
    """Build two: each has parameters of its own."""
    case = Case("Module, two of a kind", "training")
    one, other = _outer(case), case.call("_pairgrad_outer")
    case.write("one, other = Outer(), Outer()", "len(list(one.parameters()))")
    count = case.call("len", case.call("list", case.method(one, "parameters")))
    case.near(count, 3, "len(list(one.parameters()))")
    same = case.same(case.attr(one, "a"), case.attr(other, "a"))
    case.holds(same, "one.a is other.a", truth=False)
    return case.probe(size=5)


def no_grad(_: np.random.Generator) -> tuple[Probe, ...]:
    """Ask for a flag that is off inside, and afterwards as it was before."""
    return (_inside(), _already_off(), _nested(), _after_an_exception())


def _enter(case: Case) -> int:
    block = case.call("NoGrad")
    case.method(block, "__enter__")
    return block


def _leave(case: Case, block: int) -> None:
    nothing = [case.value(None) for _ in range(3)]
    case.method(block, "__exit__", *nothing)


def _flag(case: Case, what: str, *, truth: bool) -> None:
    case.holds(case.again(case.name(FLAG)), f"{FLAG} {what}", truth=truth)


def _inside() -> Probe:
    case = Case("NoGrad, inside and after", "recipe")
    block = _enter(case)
    _flag(case, "inside", truth=False)
    wanted = case.value(value=True)
    leaf = case.call("Tensor", case.array([2.0]), requires_grad=wanted)
    made = case.method(leaf, "__mul__", leaf)
    case.holds(case.attr(made, "requires_grad"), "what is made inside", truth=False)
    _leave(case, block)
    _flag(case, "after", truth=True)
    case.write("x = Tensor(np.array([2.0]), requires_grad=True)")
    case.write("with NoGrad():", f"    {FLAG}, (x * x).requires_grad", FLAG)
    return case.probe(size=1)


def _already_off() -> Probe:
    case = Case("NoGrad where it is off already", "recipe")
    case.set_global(FLAG, case.value(value=False))
    _leave(case, _enter(case))
    _flag(case, "after", truth=False)
    case.write(f"{FLAG} = False", "with NoGrad():", "    pass", FLAG)
    return case.probe(size=2)


def _nested() -> Probe:
    case = Case("NoGrad in NoGrad", "recipe")
    outer, inner = _enter(case), _enter(case)
    _leave(case, inner)
    _flag(case, "after the inner one", truth=False)
    _leave(case, outer)
    _flag(case, "after both", truth=True)
    case.write("with NoGrad():", "    with NoGrad():", "        pass", f"    {FLAG}")
    case.write(FLAG)
    return case.probe(size=3)


def _after_an_exception() -> Probe:
    """Leave by an exception: the flag comes back, the exception goes on."""
    case = Case("NoGrad left by an exception", "recipe")
    swallowed = case.call("_pairgrad_raised_inside")
    case.holds(swallowed, "the exception goes on")
    _flag(case, "after", truth=True)
    case.write("with NoGrad():", "    1 / 0", FLAG)
    return case.probe(size=4)
