"""Say which held-out digits a run got wrong: a table of all, pictures of a few."""

import struct
import zlib
from base64 import b64encode
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workers.mnist.digits import Images, Labels

MOST = 20
SIDE = 28
CLASSES = 10


def findings(
    said: NDArray[np.generic] | None, labels: Labels, pictures: Images | None
) -> dict[str, Any]:
    """Return how often each digit was taken for which, and pictures of the first mistakes.

    ``confusion[truth][said]`` counts; its last column is what was no digit at all: an
    open run may say anything. Empty where no digit was named yet.
    """
    if said is None:
        return {}
    is_digit = np.isin(said, np.arange(CLASSES))
    known = np.where(is_digit, said, CLASSES).astype(np.int64)
    confusion = np.zeros((CLASSES, CLASSES + 1), dtype=np.int64)
    np.add.at(confusion, (labels, known), 1)
    if pictures is None:
        return {"confusion": confusion.tolist()}
    wrong = np.flatnonzero(known != labels)[:MOST]
    return {
        "confusion": confusion.tolist(),
        "mistakes": [
            {
                "truth": int(labels[place]),
                "said": int(known[place]) if is_digit[place] else None,
                "png": b64encode(png(pictures[place])).decode(),
            }
            for place in wrong
        ],
    }


def png(picture: Images) -> bytes:
    """Return 784 pixels of 0..255 as a grey PNG."""
    rows = np.zeros((SIDE, SIDE + 1), dtype=np.uint8)  # each row begins with its filter
    rows[:, 1:] = picture.reshape(SIDE, SIDE)
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    body = zlib.compress(rows.tobytes(), 9)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)
