"""Say what the sandbox of this machine is worth, layer by layer or attack by attack."""

import argparse
import json
import sys
from dataclasses import asdict, dataclass, field

from exercises.nouns import GraderFault
from service import config
from workers.sandbox import tiers
from workers.sandbox.attacks import terminal
from workers.sandbox.box import Box, configured

_OF_TIER = {
    "A": "Tier A: every layer holds.",
    "C": "Tier C: no namespaces, so file names outside can be guessed.",
    "unsafe": (
        "No sandbox at all: pairs' code runs as you. Unset "
        "PAIRGRAD_UNSAFE_NO_SANDBOX to protect this machine."
    ),
}
_VERBS = {
    "probe": "say which layers hold on this machine",
    "attack": "try every attack we know against this very machine",
}


@dataclass(frozen=True, slots=True)
class Probe:
    """The tier, or "none"; one sentence; each layer; what would raise the tier."""

    tier: str
    sentence: str
    layers: dict[str, str] = field(default_factory=dict)
    would_raise: list[str] = field(default_factory=list)


def probe(settings: config.Settings) -> Probe:
    """Start the sandbox, self-test included, and describe what stood up."""
    try:
        box = configured(settings)
        facts = tiers.gather(settings.bwrap, tiers.owner())
        missing = tiers.obstacles(facts)
        with box:
            sentence = " ".join([_OF_TIER[box.tier], *missing])
            return Probe(box.tier, sentence, _layers(box), missing)
    except GraderFault as fault:
        return Probe("none", fault.sentence, {}, [fault.sentence])


def _layers(box: Box) -> dict[str, str]:
    if box.tier == "unsafe":
        return {}
    user = tiers.owner().uid
    return {
        "user": "the worker's own" if user is None else f"uid {user}, never root",
        "namespaces": "bubblewrap, one PID namespace a guest"
        if box.tier == "A"
        else "none",
        "landlock": f"ABI {box.abi}",
        "seccomp": "on",
        "limits": "on",
        "self-test": "passed",
    }


def _print(found: Probe) -> None:
    print(f"tier  {found.tier}\n{found.sentence}")
    for layer, state in found.layers.items():
        print(f"  {layer:<11} {state}")
    for remedy in found.would_raise:
        print(f"To raise it: {remedy}")


def main(arguments: list[str] | None = None) -> int:
    """Return 0 where this machine can grade, 1 where an attack harms, 2 where it cannot."""
    parser = argparse.ArgumentParser(prog="pairgrad sandbox", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="probe|attack", dest="verb")
    for name, sentence in _VERBS.items():
        verb = verbs.add_parser(name, help=sentence)
        verb.add_argument("--json", action="store_true", help="one JSON object")
    wanted = parser.parse_args(arguments)
    try:
        settings = config.read()
        if wanted.verb == "attack":
            return _attack(settings, as_json=wanted.json)
    except (config.SettingError, GraderFault) as error:
        print(error, file=sys.stderr)
        return 2
    found = probe(settings)
    if wanted.json:
        print(json.dumps(asdict(found), indent=2))
    else:
        _print(found)
    return 2 if found.tier == "none" else 0


def _attack(settings: config.Settings, *, as_json: bool) -> int:
    """Return 0 where no attack did harm, 1 where one did."""
    report = terminal.attack(settings, (lambda _: None) if as_json else print)
    print(json.dumps(report.as_json(), indent=2) if as_json else report.summary())
    return 1 if report.harmful else 0


if __name__ == "__main__":
    sys.exit(main())
