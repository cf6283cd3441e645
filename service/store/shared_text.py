"""A text as the edits it came from: bytes that merge in any order to the same text."""

from itertools import takewhile

from pycrdt import Doc, Text

NAME = "text"


def fresh(text: str) -> bytes:
    """Return the state of a text that nobody has edited yet."""
    doc: Doc[Text] = Doc()
    doc[NAME] = Text(text)
    return doc.get_update()


def merged(state: bytes, *updates: bytes) -> bytes:
    """Return ``state`` with all edits of ``updates``; raises ValueError for no edits."""
    return _opened(state, *updates).get_update()


def lacking(state: bytes, known: bytes) -> bytes:
    """Return the edits of ``state`` that ``known`` has not."""
    return _opened(state).get_update(_opened(known).get_state())


def read(state: bytes) -> str:
    """Return the text."""
    return str(_text(_opened(state)))


def replaced(state: bytes, wanted: str) -> bytes:
    """Return ``state`` edited to read ``wanted``; what is the same at both ends stays."""
    doc = _opened(state)
    text = _text(doc)
    now = str(text)
    start = _common(now, wanted)
    end = _common(now[start:][::-1], wanted[start:][::-1])
    # Places are counted in bytes.
    begin = len(now[:start].encode())
    gone = len(now[start : len(now) - end].encode())
    with doc.transaction():
        if gone:
            del text[begin : begin + gone]
        if added := wanted[start : len(wanted) - end]:
            text.insert(begin, added)
    return doc.get_update()


def _opened(*updates: bytes) -> "Doc[Text]":
    doc: Doc[Text] = Doc()
    for update in updates:
        doc.apply_update(update)
    return doc


def _text(doc: "Doc[Text]") -> Text:
    return doc.get(NAME, type=Text)


def _common(one: str, other: str) -> int:
    """Return how many characters both begin with."""
    both = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))
