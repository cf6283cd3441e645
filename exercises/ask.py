"""Write a question as one does at a prompt: each line gives a handle to use later."""

from dataclasses import replace
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from exercises.nouns import Plain
from exercises.questions import Op, Program, Step, Untouched, Value


class Question:
    """Build one program; every method adds a step and returns its handle.

    A handle is the step's position, so ``expects`` may name it as its ``step``.
    """

    def __init__(self) -> None:
        """Start with no steps."""
        self._steps: list[Step] = []
        self._observed: set[int] = set()

    @property
    def program(self) -> Program:
        """Return the steps so far, the observed ones marked."""
        return tuple(
            replace(step, observe=position in self._observed)
            for position, step in enumerate(self._steps)
        )

    def value(self, value: Value) -> int:
        """Send a number, str, None, tuple, list or array as it is."""
        return self._add(Step(op=Op.VALUE, value=value))

    def array(self, numbers: ArrayLike) -> int:
        """Send an array of floats; integers become floats, as gradients are."""
        return self.value(np.array(numbers, dtype=np.float64))

    def integers(self, numbers: ArrayLike) -> int:
        """Send an array of whole numbers, for labels and indices."""
        return self.value(np.array(numbers, dtype=np.int64))

    def name(self, name: str) -> int:
        """Look up a global or builtin; dots walk on through its attributes."""
        first, *rest = name.split(".")
        handle = self._add(Step(op=Op.NAME, name=first))
        for attribute in rest:
            handle = self.attr(handle, attribute)
        return handle

    def call(self, function: int | str, *arguments: int, **keywords: int) -> int:
        """Call a handle, or a global by its name, with handles as arguments."""
        called = self.name(function) if isinstance(function, str) else function
        return self._add(
            Step(
                op=Op.CALL,
                handles=(called, *arguments),
                keywords=tuple(keywords.items()),
            )
        )

    def method(self, thing: int, name: str, *arguments: int, **keywords: int) -> int:
        """Call a method of a handle's object."""
        return self.call(self.attr(thing, name), *arguments, **keywords)

    def attr(self, thing: int, name: str) -> int:
        """Read an attribute; dots walk on."""
        for part in name.split("."):
            thing = self._add(Step(op=Op.ATTR, handles=(thing,), name=part))
        return thing

    def set_attr(self, thing: int, name: str, value: int) -> int:
        """Set an attribute."""
        return self._add(Step(op=Op.SETATTR, handles=(thing, value), name=name))

    def set_global(self, name: str, value: int) -> int:
        """Bind a global of the pair's namespace."""
        return self._add(Step(op=Op.SET, name=name, handles=(value,)))

    def same(self, one: int, other: int) -> int:
        """Ask whether two handles are one object."""
        return self._add(Step(op=Op.SAME, handles=(one, other)))

    def where(self, sequence: int, *candidates: int) -> int:
        """Ask where each item of a sequence stands among the candidates."""
        return self._add(Step(op=Op.WHERE, handles=(sequence, *candidates)))

    def list(self, *items: int) -> int:
        """Make a list of the handles' objects."""
        return self._add(Step(op=Op.LIST, handles=items))

    def item(self, thing: int, key: int) -> int:
        """Index a handle's object by another handle."""
        return self._add(Step(op=Op.ITEM, handles=(thing, key)))

    def observe(self, handle: int) -> int:
        """Ask for this step's result in the answer."""
        self._observed.add(handle)
        return handle

    def again(self, handle: int) -> int:
        """Observe a handle's object as it is at this point, not when it was made.

        A step is seen at the moment it runs, so a later change needs a later step.
        """
        return self.observe(self.item(self.list(handle), self.value(0)))

    def untouched(self, handle: int, what: str) -> Untouched:
        """Look at a sent array again, now, and expect the numbers we sent."""
        return Untouched(self.again(handle), self.sent(handle), what)

    def sent(self, handle: int) -> Plain:
        """Return the array that a VALUE step sends; raises TypeError for another."""
        value = self._steps[handle].value
        if not isinstance(value, np.ndarray):
            raise TypeError(f"step {handle} sends no array")
        return cast(Plain, value)

    def _add(self, step: Step) -> int:
        self._steps.append(step)
        return len(self._steps) - 1
