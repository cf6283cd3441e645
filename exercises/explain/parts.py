"""Take a graph apart: each intermediate as a leaf, each operation on its own."""

from dataclasses import replace
from itertools import count

from exercises.graphs import Constant, GraphSpec, Leaf, Operation, reached
from exercises.interpret import forward
from exercises.nouns import Array
from reference_engine.backpropagate import backprop
from reference_engine.ledger import Contribution, Ledger
from reference_engine.tensor import Tensor


class Reference:
    """The reference engine's account of one backward pass over a graph.

    ``values`` has every node's array, ``gradients`` those of the nodes that a gradient
    reaches, ``lines`` the contributions to each of them.
    """

    def __init__(self, spec: GraphSpec) -> None:
        """Run the graph forward and back once."""
        tensors = forward(spec)
        ledger = Ledger()
        backprop(tensors[spec.out], spec.gout, ledger=ledger)
        ids = {id(tensor): node for node, tensor in tensors.items()}
        self.spec = spec
        self.values: dict[int, Array] = {n: t.array for n, t in tensors.items()}
        self.gradients: dict[int, Array] = {
            node: ledger.gradient(tensor)
            for node, tensor in tensors.items()
            if _is_reached(ledger, tensor)
        }
        self.lines: dict[int, list[tuple[int, Contribution]]] = {
            node: [(ids[id(line.via)], line) for line in ledger.of(tensor)]
            for node, tensor in tensors.items()
        }

    @property
    def operations(self) -> list[Operation]:
        """Return the operations that a gradient passes through, first ones first."""
        return [each for each in self.spec.operations if each.id in self.gradients]


def _is_reached(ledger: Ledger, tensor: Tensor) -> bool:
    is_end = ledger.seed is not None and ledger.seed[0] is tensor
    return is_end or bool(ledger.of(tensor))


def cut(reference: Reference, node: int) -> GraphSpec:
    """Return the graph behind ``node``, which is a leaf that holds its right value."""
    spec = reference.spec
    leaf = Leaf(node, reference.values[node], requires_grad=True)
    rest = tuple(each for each in spec.operations if each.id != node)
    open_graph = replace(
        spec, leaves=(*spec.leaves, leaf), operations=rest, twice=False
    )
    inside = reached(open_graph)
    return replace(
        open_graph,
        leaves=tuple(each for each in open_graph.leaves if each.id in inside),
        operations=tuple(each for each in rest if each.id in inside),
    )


def alone(reference: Reference, each: Operation) -> tuple[GraphSpec, list[int]]:
    """Return one operation on leaves of its own with the gradient that arrives at it.

    The list has the argument number of each leaf: an operand used twice is two leaves.
    """
    fresh = count()
    leaves: list[Leaf] = []
    inputs: list[int | Constant] = []
    arguments: list[int] = []
    for argument, operand in enumerate(each.inputs):
        if isinstance(operand, Constant):
            inputs.append(operand)
            continue
        tracked = operand in reference.gradients
        leaves.append(Leaf(next(fresh), reference.values[operand], tracked))
        inputs.append(leaves[-1].id)
        arguments.append(argument)
    made = replace(each, id=next(fresh), inputs=tuple(inputs))
    upstream = reference.gradients[each.id]
    return GraphSpec(tuple(leaves), (made,), made.id, upstream), arguments
