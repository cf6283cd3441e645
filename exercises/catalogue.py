"""Name every rung and unit of the course, in its order: unit -> rung -> points."""

from collections.abc import Callable, Iterator

import numpy as np

from exercises import authored
from exercises.parts import backward, engine, modules, optional, stretch
from exercises.questions import Probe, Rung, Unit

# number | slug | unit:points ... | badges | difficulty | minutes | needs | title | promise
# The points are the course's own importance of 1 to 5, shared within a rung.
TABLE = """
1.1 | log_back | log_back:3 | chain rule | 2 | 5-10 |  | The gradient of a logarithm | Turn what arrives into what leaves.
1.2 | unbroadcast | unbroadcast:3 | broadcasting | 3 | 10-25 |  | Undo a broadcast | Sum a gradient back to the shape it belongs to.
1.3 | multiply_back | multiply_back0:1 multiply_back1:1 | chain rule, broadcasting | 3 | 10-15 | unbroadcast | The gradient of a product | Two inputs, two gradients, two shapes.
1.4 | forward_and_back | forward_and_back:4 | chain rule | 3 | 15-20 | log_back multiply_back | A whole graph by hand | Walk a chain of four operations backward.
2.1 | back_func_lookup | BackwardFuncLookup:3 |  | 2 | 10-15 |  | A table of backward functions | Find the rule for a function and an argument.
2.2 | log_forward | log_forward:3 |  | 3 | 15-20 |  | A logarithm that remembers | Compute, and record how it was computed.
2.3 | multiply_forward | multiply_forward:3 |  | 4 | 15-20 | log_forward | A product that remembers | Two inputs, and not all of them tensors.
2.4 | wrap_forward_fn | wrap_forward_fn:4 |  | 4 | 20-25 | multiply_forward | Every operation at once | Teach any NumPy function to remember.
2.5 | topological_sort | topological_sort:1 | order | 4 | 20-25 |  | Children first | Put a graph into an order that is safe to walk.
2.6 | backprop | backprop:5 | reuse, order, chain rule | 5 | 30-45 | back_func_lookup wrap_forward_fn topological_sort | Backpropagation | One pass from the end to every leaf.
3.1 | negative_back | negative_back:1 | chain rule | 1 | 5-5 | backprop | Minus | The smallest rule there is.
3.2 | exp_back | exp_back:2 | chain rule | 1 | 5-10 | backprop | The exponential | A rule that reads the output.
3.3 | reshape_back | reshape_back:1 |  | 2 | 5-10 | backprop | Reshape | Same numbers, another shape.
3.4 | permute_back | permute_back:1 |  | 3 | 5-10 | backprop | Permute | Send every axis home.
3.5 | sum_back | sum_back:2 | broadcasting | 3 | 20-30 | backprop | Sum | Hand one gradient to every term.
3.6 | add_subtract_divide | add_back1:1 subtract_back0:1 subtract_back1:1 true_divide_back0:1 true_divide_back1:1 | chain rule, broadcasting | 3 | 10-15 | backprop unbroadcast | Add, subtract, divide | Five rules, one line each.
3.7 | maximum_back | maximum_back0:1 maximum_back1:1 | broadcasting | 3 | 10-15 | backprop unbroadcast | Maximum | The winner takes the gradient.
3.8 | relu | relu:1 |  | 1 | 5-5 | maximum_back | ReLU | A nonlinearity from what you have.
3.9 | matmul2d_back | matmul2d_back0:2 matmul2d_back1:2 | chain rule | 3 | 20-25 | backprop | Matrix product | Let the shapes choose the formula.
3.10 | linear | Linear:4 | broadcasting | 3 | 20-25 | permute_back add_subtract_divide matmul2d_back | A linear layer | Weights, a bias, and who finds them.
3.11 | cross_entropy | cross_entropy:3 | chain rule | 3 | 10-15 | log_back negative_back exp_back sum_back add_subtract_divide | Cross-entropy | How surprised is the model?
3.12 | sgd | SGD:3 | reuse | 3 | 10-20 | backprop | Gradient descent | Move every parameter, and record nothing.
"""
# What some editions give and others let a class write. It is shown and never counts.
OPTIONAL_TABLE = """
o.1 | getitem_back | getitem_back:0 coerce_index:0 | reuse | 3 | 15-20 | backprop | Reading by index | What is read twice is paid twice.
o.2 | expand_back | expand_back:0 | broadcasting | 2 | 5-10 | unbroadcast backprop | Expand | A broadcast that somebody asked for.
o.3 | invert_transposition | invert_transposition:0 |  | 2 | 5-10 |  | The way back of a permutation | Send every axis home, by one list.
o.4 | sorted_computational_graph | sorted_computational_graph:0 | order | 2 | 10-10 | topological_sort wrap_forward_fn | The tensors behind a tensor | From recipes to an order, users first.
o.5 | own_module | Parameter:0 Module:0 |  | 3 | 15-25 | wrap_forward_fn | Parameters and modules | Know what there is to train.
o.6 | no_grad | NoGrad:0 |  | 2 | 5-10 | wrap_forward_fn | A block that records nothing | Switch recording off, and back to what it was.
"""
SECTIONS = {"1": "core1", "2": "core2", "3": "stretch3", "o": "optional"}
PROBES: dict[str, Callable[[np.random.Generator], tuple[Probe, ...]]] = {
    **backward.PROBES,
    **engine.PROBES,
    **modules.PROBES,
    **stretch.PROBES,
    **optional.PROBES,
}


def _rows(table: str) -> Iterator[list[str]]:
    for line in table.strip().splitlines():
        yield [cell.strip() for cell in line.split("|")]


def _rung(row: list[str]) -> Rung:
    number, slug, units, badges, difficulty, minutes, needs, title, promise = row
    low, high = minutes.split("-")
    return Rung(
        slug=slug,
        number=number,
        section=SECTIONS[number[0]],
        title=title,
        promise=promise,
        units=tuple(unit.split(":")[0] for unit in units.split()),
        needs=tuple(needs.split()),
        concepts=tuple(badge for badge in badges.split(", ") if badge),
        difficulty=int(difficulty),
        minutes=(int(low), int(high)),
    )


RUNGS: tuple[Rung, ...] = tuple(_rung(row) for row in _rows(TABLE))
OPTIONAL_RUNGS: tuple[Rung, ...] = tuple(_rung(row) for row in _rows(OPTIONAL_TABLE))


def _units(table: str) -> Iterator[Unit]:
    of_rung = {rung.slug: rung.units for rung in RUNGS}
    for row in _rows(table):
        rung = _rung(row)
        for name, points in (unit.split(":") for unit in row[2].split()):
            yield Unit(
                name=name,
                rung=rung.slug,
                points=int(points),
                needs=tuple(unit for slug in rung.needs for unit in of_rung[slug]),
                probes=PROBES[name],
                optional=table is OPTIONAL_TABLE,
            )


UNITS: dict[str, Unit] = {unit.name: unit for unit in _units(TABLE)}
OPTIONAL: dict[str, Unit] = {unit.name: unit for unit in _units(OPTIONAL_TABLE)}
# What was added as a folder and tested; it never counts either.
AUTHORED = {each.unit.name: each for each in authored.published()}
BESIDE: dict[str, Unit] = OPTIONAL | {
    name: each.unit for name, each in AUTHORED.items()
}
BESIDE_RUNGS: tuple[Rung, ...] = (
    *OPTIONAL_RUNGS,
    *(each.rung for each in AUTHORED.values()),
)
