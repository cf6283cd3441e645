"""Numbers for a monitoring system, in the text format of Prometheus."""

import hmac
from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy.orm import Session as Database

from service import config, tally
from service.store import facts
from service.web.rows import read, settings
from service.web.who import Door, door

bp = Blueprint("metrics", __name__)
THIS_MACHINE = {"127.0.0.1", "::1"}
Labelled = Iterable[tuple[tuple[str, ...], float]]


@bp.get("/metrics")
@door(Door.ANYONE)
def show() -> ResponseReturnValue:
    """Show the numbers to this machine, or to whoever has the token."""
    if not _may_read():
        abort(404)
    rows = CollectorRegistry()
    rows.register(_Rows())
    counted = tally.registry(shared=config.counts_together())
    told = generate_latest(rows) + generate_latest(counted)
    return Response(told, content_type=CONTENT_TYPE_LATEST)


def _may_read() -> bool:
    token = settings().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(token.encode(), given.encode()):
        return True
    # Behind a proxy on this machine everybody comes from here.
    direct = not settings().public_url and not settings().proxy_hops
    return direct and settings().loopback and request.remote_addr in THIS_MACHINE


class _Rows(Collector):
    """Read from the rows, at the moment they are asked for, what the rows know."""

    def collect(self) -> Iterator[Metric]:
        """Yield a family each."""
        yield from _work(read())
        yield from _machinery(read())


def _work(db: Database) -> Iterator[Metric]:
    total = [((), facts.submissions(db))]
    yield _counter("submissions", "Submissions handed in", (), total)
    queues = facts.queues(db)
    for name, text, values in (
        ("waiting", "Gradings that wait", [each.waiting for each in queues]),
        ("running", "Gradings in work", [each.running for each in queues]),
        ("oldest_seconds", "Wait of the first", [each.oldest for each in queues]),
    ):
        rows = [((one.name,), value) for one, value in zip(queues, values, strict=True)]
        yield _gauge(f"queue_{name}", text, ("queue",), rows)
    ended = [((word,), number) for word, number in facts.outcomes(db).items()]
    yield _counter("runs", "Runs by how they ended", ("outcome",), ended)
    kinds = [((state, kind), number) for state, kind, number in facts.verdicts(db)]
    yield _counter("verdicts", "Units graded", ("state", "kind"), kinds)
    spans = [
        ((stage, quantile), value)
        for stage, spread in facts.times(db).items()
        for quantile, value in zip(("0.5", "0.95"), spread, strict=True)
    ]
    text = "Of the latest live gradings"
    yield _gauge("grading_seconds", text, ("stage", "quantile"), spans)


def _machinery(db: Database) -> Iterator[Metric]:
    age = facts.sweep_age(db)
    swept: Labelled = [] if age is None else [((), age)]
    yield _gauge("sweep_age_seconds", "Since the last sweep", (), swept)
    names = ("worker", "queue", "tier")
    alive = [
        ((row.name, row.queue, row.tier), seconds, row.zygotes)
        for row, seconds, _ in facts.workers(db)
    ]
    heard = [(labels, seconds) for labels, seconds, _ in alive]
    yield _gauge("worker_heard_seconds", "Since its last heartbeat", names, heard)
    begun = [(labels, zygotes) for labels, _, zygotes in alive]
    yield _gauge("worker_zygotes", "Zygotes started since it began", names, begun)
    tiers = [((tier,), number) for tier, number in facts.tiers(db).items()]
    yield _counter("results", "Results by sandbox tier", ("tier",), tiers)
    faults = [((), len(facts.faults(db)))]
    yield _gauge("faults", "Gradings ended by our fault", (), faults)


def _counter(name: str, text: str, labels: tuple[str, ...], rows: Labelled) -> Metric:
    return _filled(CounterMetricFamily(f"pairgrad_{name}", text, labels=labels), rows)


def _gauge(name: str, text: str, labels: tuple[str, ...], rows: Labelled) -> Metric:
    return _filled(GaugeMetricFamily(f"pairgrad_{name}", text, labels=labels), rows)


def _filled(
    family: CounterMetricFamily | GaugeMetricFamily, rows: Labelled
) -> CounterMetricFamily | GaugeMetricFamily:
    for labels, value in rows:
        family.add_metric(labels, value)
    return family
