"""For which rungs a pair may read our solution, as ladder and exercise offer it."""

from service.store import solutions
from service.store.progress import Standing
from service.store.windows import Window
from service.web.rows import read
from service.web.who import pair


def ours(standing: dict[str, Standing], times: dict[str, Window]) -> dict[str, str]:
    """Return "offered", "opened" or "assisted" for rungs with a solution to read."""
    rows = solutions.of_course(read(), pair().course_id)
    looked = solutions.opened(read(), [pair().id])
    offered = {
        slug: "offered"
        for slug, row in rows.items()
        if solutions.is_offered(row, standing[slug], times[slug])
    }
    return offered | {
        slug: "opened" if row.passed else "assisted"
        for (_, slug), row in looked.items()
    }
