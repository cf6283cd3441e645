"""List six engines that have nothing in common but what they compute."""

from collections.abc import Callable, Mapping

from exercises.misconceptions.styles.buffers import Buffers
from exercises.misconceptions.styles.classes import Classes
from exercises.misconceptions.styles.closures import Closures
from exercises.misconceptions.styles.counted import Counted
from exercises.misconceptions.styles.loops import Loops
from exercises.misconceptions.styles.play import Bugs, Engine
from exercises.misconceptions.styles.single import Single

# Every mutant can be put into every one, by its id.
STYLES: Mapping[str, Callable[[Bugs], Engine]] = {
    "closures": Closures,
    "classes": Classes,
    "counted": Counted,
    "single": Single,
    "loops": Loops,
    "buffers": Buffers,
}
