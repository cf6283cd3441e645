"""Make answers a guest might forge: valid frames, and valid frames bent out of shape."""

import random
import struct
from collections.abc import Callable, Iterator

Source = random.Random
Bend = Callable[[Source, bytearray], None]

_NUMBERS = (0, 1, 2, 7, 8, 9, 255, 256, 4095, 4096, 4097, 1 << 15, 0xFFFF)
_LARGE = (*_NUMBERS, 1 << 24, (1 << 24) + 1, 1 << 31, (1 << 32) - 1)
_TEXTS = ("", "x", "NameError", "größer ∇ 😀", "\x1b[31m", "\u202eabc", "a" * 255)
_SIZES = (8, 4, 8, 1)
_FRAME = 8 << 20


def frames(seed: int, count: int) -> Iterator[bytes]:
    """Yield ``count`` frames; the same seed gives the same frames."""
    source = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for at in range(count):
        if at % 1000 == 999:
            yield huge(source)
            continue
        frame = bytearray(source.choices(_KINDS, (6, 2, 2, 1))[0](source))
        # A third stays valid: what is read rightly must be counted as such.
        for _ in range(source.choice((0, 1, 1, 2, 4, 8))):
            source.choice(_BENDS)(source, frame)
        yield bytes(frame)


def record(source: Source) -> bytes:
    """Return one record of any kind, valid but for its numbers now and then."""
    tag = source.choice((0, 1, 2, 3, 0, 1, 2, 3, 251, 252, 253, 255))
    if tag < 4:
        return _array(source, tag)
    text = source.choice(_TEXTS).encode()[:255]
    short = bytes((len(text),)) + text
    if tag == 252:
        more = source.choice(_TEXTS).encode() * source.randint(0, 8)
        long = struct.pack("<H", len(more)) + more
        lines = struct.pack("<II", source.choice(_LARGE), source.choice(_LARGE))
        return b"\xfc" + lines + short + long
    return bytes((tag,)) + (b"" if tag == 255 else short)


def _array(source: Source, tag: int) -> bytes:
    if tag != 1 and source.random() < 0.3:
        return bytes((tag, 255)) + _bytes(source, tag, 1)
    shape = [source.randint(0, 4) for _ in range(source.randint(0, 4))]
    count = 1
    for size in shape:
        count *= size
    head = struct.pack(f"<BB{len(shape)}I", tag, len(shape), *shape)
    return head + _bytes(source, tag, count)


def _bytes(source: Source, tag: int, count: int) -> bytes:
    if tag == 3:
        return bytes(source.randint(0, 1) for _ in range(count))
    return source.randbytes(_SIZES[tag] * count)


def observed(source: Source) -> bytes:
    """Return an observed frame."""
    steps = sorted(source.sample(range(4096), source.choice((0, 1, 2, 5, 40))))
    parts = [struct.pack("<H", step) + record(source) for step in steps]
    return b"\x00" + struct.pack("<H", len(parts)) + b"".join(parts)


def loaded(source: Source) -> bytes:
    """Return a loaded frame."""
    parts = []
    for _ in range(source.choice((0, 1, 3, 20))):
        kind = source.choice(_TEXTS).encode()[:255]
        text = source.choice(_TEXTS).encode()
        parts.append(
            struct.pack("<IBB", source.choice(_LARGE), source.randint(0, 4), len(kind))
        )
        parts.append(kind + struct.pack("<I", len(text)) + text)
    return b"\x01" + struct.pack("<H", len(parts) // 2) + b"".join(parts)


def trained(source: Source) -> bytes:
    """Return a training answer: an array, commitments, or the parameters found."""
    body = source.choice(
        (
            record(source),
            struct.pack("<H", 3) + source.randbytes(120),
            b"\x01\x07linear0\x02" + struct.pack("<II", 3, source.choice(_LARGE)),
        )
    )
    return b"\x02" + body


def noise(source: Source) -> bytes:
    """Return bytes that mean nothing."""
    return source.randbytes(source.randint(0, 64))


def huge(source: Source) -> bytes:
    """Return a frame of about the largest size: one array, or as much text as fits."""
    if source.random() < 0.5:
        tag = source.randint(0, 3)
        count = (_FRAME - 64) // _SIZES[tag] + source.choice((0, 0, 100))
        body = struct.pack("<BBI", tag, 1, count) + bytes(count * _SIZES[tag])
        return b"\x00\x01\x00\x00\x00" + body
    text = ("😀" + "a" * 1996).encode()
    one = b"\xfc" + bytes(8) + b"\x01x" + struct.pack("<H", len(text)) + text
    count = source.choice((500, 530, 4096))
    parts = [struct.pack("<H", step) + one for step in range(count)]
    return b"\x00" + struct.pack("<H", count) + b"".join(parts)


def flip(source: Source, frame: bytearray) -> None:
    """Change one byte."""
    if frame:
        frame[source.randrange(len(frame))] = source.randrange(256)


def cut(source: Source, frame: bytearray) -> None:
    """Drop the end."""
    del frame[source.randint(0, len(frame)) :]


def add(source: Source, frame: bytearray) -> None:
    """Append bytes."""
    frame += source.randbytes(source.choice((1, 2, 4, 100)))


def boundary(source: Source, frame: bytearray) -> None:
    """Write a number from the edge of a range somewhere."""
    form = source.choice(("<H", "<I"))
    number = source.choice(_NUMBERS if form == "<H" else _LARGE)
    at = source.randint(0, min(len(frame), 40))
    frame[at : at + struct.calcsize(form)] = struct.pack(form, number)


def double(source: Source, frame: bytearray) -> None:
    """Repeat a stretch where it stands: steps twice, records twice."""
    start = source.randint(0, len(frame))
    stop = source.randint(start, min(len(frame), start + 60))
    frame[stop:stop] = frame[start:stop]


def nest(source: Source, frame: bytearray) -> None:
    """Put a whole other frame inside."""
    at = source.randint(0, len(frame))
    frame[at:at] = source.choice(_KINDS)(source)


def swap(source: Source, frame: bytearray) -> None:
    """Give the frame another status or another first record."""
    place = source.choice((0, 5))
    if len(frame) > place:
        frame[place] = source.choice((0, 1, 2, 3, 4, 99, 251, 252, 253, 254, 255))


_KINDS: tuple[Callable[[Source], bytes], ...] = (observed, loaded, trained, noise)
_BENDS: tuple[Bend, ...] = (
    flip,
    flip,
    cut,
    add,
    boundary,
    boundary,
    double,
    nest,
    swap,
)
