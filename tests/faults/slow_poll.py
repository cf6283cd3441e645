"""The real polling worker, but for its sandbox."""

from functools import partial

from slow_box import open_slow

from workers import poll
from workers.desk import Desk

poll.Desk = partial(Desk, opener=open_slow)
poll.main()
