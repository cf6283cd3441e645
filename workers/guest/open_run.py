"""Train as the pair's own class says: its model, its optimiser, its schedule.

Nothing is revealed here: the worker counts the seconds and scores predictions outside.
"""

from typing import Any

import numpy as np

from workers.guest import wire

NEEDED = (
    "the open track needs a class OpenRun with a model and a method "
    "step(x, labels, share) that trains on one batch and returns its loss"
)
MOST_PARAMETERS = 255
NO_DIGEST = bytes(32)


def build(scope: dict[str, Any]) -> tuple[Any, Any, list[Any]]:
    """Return the pair's run, its model and the model's parameters.

    Raises NameError or TypeError where the class is not what the track needs.
    """
    if "OpenRun" not in scope:
        raise NameError(NEEDED)
    own = scope["OpenRun"]()
    if not all(callable(getattr(own, name, None)) for name in ("model", "step")):
        raise TypeError(NEEDED)
    parameters = list(own.model.parameters())
    if len(parameters) > MOST_PARAMETERS:
        raise ValueError(f"a model may have {MOST_PARAMETERS} parameter tensors")
    return own, own.model, parameters


def steps(training: Any, reader: wire.Reader, share: float, count: int) -> bytes:
    """Take the asked steps; ``share`` of the budget, 0 to 1, is used up by now."""
    answers = [wire.U16.pack(count)]
    for _ in range(count):
        rows = reader.u16()
        chosen = np.frombuffer(reader.take(4 * rows), "<u4").astype(np.int64)
        training.scope["grad_tracking_enabled"] = True
        x = training.batch(training.images[chosen])
        labels = training.scope["Tensor"](np.array(training.labels[chosen]))
        loss = training.own.step(x, labels, share)
        answers += [wire.F64.pack(float(getattr(loss, "array", loss))), NO_DIGEST]
    return b"".join(answers)
