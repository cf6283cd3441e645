"""Say which ideas a graph needs from whoever explains its gradients."""

from collections import Counter

from exercises.graphs import GraphSpec
from exercises.interpret import forward

# Concept -> what somebody who holds it can say.
CONCEPTS = {
    "chain rule": "what arrives is multiplied by the local slope",
    "reuse": "what is used twice gets both gradients, added",
    "broadcasting": "a stretched copy sends its gradient back, summed",
    "order": "a node waits for all its users before it passes anything on",
}


def concepts(spec: GraphSpec) -> frozenset[str]:
    """Return the concepts at work in a graph.

    chain rule: an operation reads another one's output. reuse: something is read twice.
    order: what is read twice is itself computed. broadcasting: two operands of one
    operation have different shapes.
    """
    uses = Counter(node for each in spec.operations for node in each.nodes)
    made = {each.id for each in spec.operations}
    shapes = {node: held.array.shape for node, held in forward(spec).items()}
    found = {
        "chain rule": any(node in made for node in uses),
        "reuse": any(count > 1 for count in uses.values()),
        "order": any(uses[node] > 1 for node in made),
        "broadcasting": any(
            len({shapes[node] for node in each.nodes}) > 1
            for each in spec.operations
            if each.op != "matmul"
        ),
    }
    return frozenset(name for name, holds in found.items() if holds)
