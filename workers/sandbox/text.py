"""Make text from a guest harmless to read.

Stops: terminal escapes, bidirectional overrides that reorder a line on screen, invisible
controls. Does not stop: HTML, which the templates escape; false claims, which no cleaning
can find.
"""

LOG_BYTES = 16 << 10

_CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - {0x09, 0x0A}
_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_SEPARATORS = {0x2028, 0x2029, 0xFEFF}
_DROP = dict.fromkeys(_CONTROLS | _BIDI | _SEPARATORS)


def clean(text: str) -> str:
    """Return ``text`` without control and bidirectional characters."""
    return text if text.isascii() and text.isprintable() else text.translate(_DROP)


def clean_log(data: bytes) -> str:
    """Return what a guest printed: at most 16 KiB, decoded leniently, cleaned."""
    return clean(data[:LOG_BYTES].decode("utf-8", "replace"))
