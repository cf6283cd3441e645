"""Write a behaviour that somebody has named as a draft entry of the catalogue."""

import json
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an instructor said of a behaviour, with the smallest case that shows it."""

    name: str
    claim: str
    concept: str
    pairs: int
    code: str
    expected: str
    got: str

    @property
    def id(self) -> str:
        """Return the name as the catalogue writes ids: small letters and dashes."""
        return "-".join(re.findall("[a-z0-9]+", self.name.lower())) or "unnamed"

    def toml(self) -> str:
        """Return TOML to complete: a mutant has to be written before it can be named."""
        case = "\n".join(f"#   {line}" for line in self.code.splitlines())
        return (
            f"# Draft, seen in {self.pairs} pairs. Write a mutant that behaves like this,"
            "\n# then fill in question and where, and move it into catalogue.toml.\n"
            f"# Smallest case:\n{case}\n"
            f"#   expected {_flat(self.expected)}\n#   got      {_flat(self.got)}\n\n"
            f"[{self.id}]\n"
            f"concept = {json.dumps(self.concept)}\n"
            'exercises = ["any"]\n'
            f"claim = {json.dumps(self.claim)}\n"
            'question = ""\nwhere = ""\n'
        )


def _flat(text: str) -> str:
    return " ".join(text.split())
