"""The trusted side of the wire: what we write, and what we make of hostile bytes."""

import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import fuzz
from exercises.answers import Note, Nothing, Numbers, Observation, Raised, Text
from exercises.questions import Op, Step
from workers.sandbox import asking, wire

BYTES = st.binary(max_size=200)


def observed(*records: bytes) -> bytes:
    """Return an observed frame with ``records`` at steps 0, 1, ..."""
    parts = [struct.pack("<H", step) + record for step, record in enumerate(records)]
    return b"\x00" + struct.pack("<H", len(records)) + b"".join(parts)


def array_record(array: np.ndarray) -> bytes:
    return asking.encode_array(array)


@given(
    st.sampled_from([b"", b"\x00", b"\x01", b"\x02", b"\x00\x01\x00\x00\x00"]), BYTES
)
@settings(max_examples=2000, deadline=None)
def test_any_bytes_parse_or_are_a_protocol_error(head: bytes, tail: bytes):
    with suppress(wire.ProtocolError):
        wire.parse(head + tail)


@given(
    st.integers(0, 255),
    st.integers(0, 255),
    st.lists(st.sampled_from([0, 1, 2, 2**16, 2**24, 2**32 - 1]), max_size=9),
    BYTES,
)
@settings(max_examples=2000, deadline=None)
def test_any_record_header_parses_or_is_a_protocol_error(tag, ndim, dims, body):
    head = struct.pack(f"<BB{len(dims)}I", tag, ndim, *dims)
    with suppress(wire.ProtocolError):
        wire.parse(observed(head + body))


VALID = observed(
    asking.encode_array(np.arange(6.0).reshape(2, 3)),
    b"\x00\xff" + struct.pack("<d", 1.5),
    b"\xfb\x02hi",
    b"\xfc" + struct.pack("<II", 7, 9) + b"\x09NameError" + struct.pack("<H", 1) + b"x",
    b"\xff",
)


@given(st.integers(0, len(VALID) - 1), st.integers(0, 255), st.integers(0, len(VALID)))
@settings(max_examples=2000, deadline=None)
def test_a_bent_valid_frame_parses_or_is_a_protocol_error(at, byte, cut):
    bent = bytearray(VALID)
    bent[at] = byte
    for frame in (bytes(bent), bytes(bent[:cut])):
        with suppress(wire.ProtocolError):
            wire.parse(frame)


def test_a_valid_frame_gives_its_records_in_order():
    seen = wire.parse(VALID)
    assert isinstance(seen, Observation)
    first, second, *rest = seen.records.values()
    assert isinstance(first, Numbers)
    np.testing.assert_array_equal(first.array, [[0, 1, 2], [3, 4, 5]])
    assert isinstance(second, Numbers)
    assert (float(second.array), second.scalar) == (1.5, True)
    assert rest == [Text("hi"), Raised("NameError", "x", 7, 9), Nothing()]


def test_parsed_arrays_are_read_only():
    record = wire.parse(VALID).records[0]
    with pytest.raises(ValueError, match="read-only"):
        record.array[0, 0] = 9.0


BAD = {
    "an unknown status": b"\x09",
    "an unknown dtype": observed(b"\x63\x00"),
    "ndim 9": observed(struct.pack("<BB9I", 0, 9, *[1] * 9) + b"\0" * 8),
    "a shape that overflows": observed(
        struct.pack("<BB8I", 0, 8, *[2**24] * 8) + b"\0" * 64
    ),
    "no bytes but giant dimensions": observed(
        struct.pack("<BB3I", 0, 3, 0, 2**24, 2**24)
    ),
    "a dimension beyond 2^24": observed(struct.pack("<BB2I", 3, 2, 2**24 + 1, 0)),
    "trailing bytes": VALID + b"\x00",
    "a missing byte": VALID[:-1],
    "a pickle": b"\x80\x04\x95" + b"\x00" * 20,
    "steps out of order": b"\x00\x02\x00" + b"\x01\x00\xff" + b"\x00\x00\xff",
    "a repeated step": b"\x00\x02\x00" + b"\x01\x00\xff" + b"\x01\x00\xff",
    "a bool that is 2": observed(struct.pack("<BBI", 3, 1, 2) + b"\x01\x02"),
    "text that is not UTF-8": observed(b"\xfb\x02\xff\xfe"),
    "more records than steps": b"\x00" + struct.pack("<H", 5000),
    "more notes than allowed": b"\x01" + struct.pack("<H", 513),
    "an unknown note": b"\x01\x01\x00" + struct.pack("<IB", 1, 7) + b"\x00" + b"\0" * 4,
    "nothing at all": b"",
}


@pytest.mark.parametrize("frame", BAD.values(), ids=BAD.keys())
def test_malformed_frames_are_refused(frame):
    with pytest.raises(wire.ProtocolError):
        wire.parse(frame)


def test_a_frame_of_nothing_but_text_is_refused_before_it_fills_the_memory():
    one = b"\xfc" + bytes(9) + struct.pack("<H", 2000) + b"a" * 2000
    assert len(wire.parse(observed(*[one] * 500)).records) == 500
    with pytest.raises(wire.ProtocolError, match="1 MiB of text"):
        wire.parse(observed(*[one] * 600))


def test_fuzzed_answers_parse_or_are_a_protocol_error_within_the_memory_of_two_frames():
    told = fuzz.run(3_000, seed=7)
    assert told["frames"] == 3_000
    assert min(told["read"], told["refused"]) > 500
    assert set(told["conversations"]) >= {"answered", "protocol"}


def test_the_fuzzer_notices_a_parser_that_raises_something_else(monkeypatch):
    monkeypatch.setattr(wire.Reader, "end", lambda reader: reader.data[reader.at])
    with pytest.raises(fuzz.Broken, match="IndexError"):
        fuzz.run(100, seed=7)


def test_the_fuzzer_notices_a_parser_that_takes_too_much_memory(monkeypatch):
    monkeypatch.setattr(wire.Reader, "end", lambda _: bytes(fuzz.MEMORY))
    with pytest.raises(fuzz.Broken, match="bytes taken"):
        fuzz.run(100, seed=7)


def test_an_answer_has_no_more_records_than_its_program_has_steps():
    frame = observed(b"\xff", b"\xff")
    assert len(wire.parse(frame, 2).records) == 2
    for steps in (0, 1):
        with pytest.raises(wire.ProtocolError):
            wire.parse(frame, steps)
    with pytest.raises(wire.ProtocolError):
        wire.parse(b"\x00\x01\x00\x07\x00\xff", 7)


def test_a_frame_above_the_cap_is_refused_before_it_is_read():
    with pytest.raises(wire.ProtocolError):
        wire.parse(bytes(wire.FRAME_BYTES + 1))


def test_control_and_bidi_characters_are_dropped_from_text():
    text = "a\x1b[31m\u202eb\nc".encode()
    frame = observed(b"\xfb" + bytes((len(text),)) + text)
    assert wire.parse(frame).records[0] == Text("a[31mb\nc")


def test_notes_come_back_as_written():
    body = (
        struct.pack("<IB", 3, 1) + b"\x0eAssertionError" + struct.pack("<I", 2) + b"no"
    )
    notes = wire.parse(b"\x01\x01\x00" + body)
    assert notes == (Note(3, "assert", "AssertionError", "no"),)


@given(st.lists(st.sampled_from(["<f8", "<f4", "<i8", "|b1"]), max_size=4), st.data())
def test_an_array_sent_out_and_back_is_the_same(dtypes, data):
    for dtype in dtypes:
        shape = tuple(data.draw(st.lists(st.integers(0, 3), max_size=4)))
        array = np.ones(shape, dtype)
        record = wire.parse(observed(array_record(array))).records[0]
        assert record.dtype == dtype[1:]
        assert record.array.shape == shape
        np.testing.assert_array_equal(record.array, array)


def test_every_operation_has_an_encoding():
    steps = {
        Op.VALUE: Step(op=Op.VALUE, value=((1, 2.5), [None, True], "axis")),
        Op.NAME: Step(op=Op.NAME, name="log_back"),
        Op.CALL: Step(
            op=Op.CALL, handles=(1, 0), keywords=(("axis", 0),), observe=True
        ),
        Op.ATTR: Step(op=Op.ATTR, handles=(2,), name="grad"),
        Op.SAME: Step(op=Op.SAME, handles=(2, 3)),
        Op.SET: Step(op=Op.SET, name="flag", handles=(0,)),
        Op.WHERE: Step(op=Op.WHERE, handles=(2, 0, 1)),
        Op.LIST: Step(op=Op.LIST, handles=(0, 1)),
        Op.ITEM: Step(op=Op.ITEM, handles=(0, 1)),
        Op.SETATTR: Step(op=Op.SETATTR, handles=(0, 1), name="grad"),
    }
    assert set(steps) == set(Op)
    encoded = asking.encode_program(tuple(steps.values()))
    assert encoded.startswith(struct.pack("<H", 10) + b"\x00\x06\x03\x06\x02\x02")
    assert b"\x06\x02\x00\x02\x00\x00\x00\x01\x00" in encoded
    assert b"\x82\x01\x00\x01\x00\x00\x01\x04axis\x00\x00" in encoded


def test_batches_respect_the_number_of_programs_and_the_frame_size():
    small = (Step(op=Op.VALUE, value=1.0),)
    large = (Step(op=Op.VALUE, value=np.zeros(700_000)),)
    requests = list(asking.batches([small] * 300 + [large] * 2))
    assert [count for count, _ in requests] == [256, 45, 1]
    assert all(len(request) <= asking.FRAME_BYTES for _, request in requests)


@pytest.mark.parametrize(
    "value",
    [
        np.zeros(2, "f2"),
        np.zeros(2, complex),
        "x" * 257,
        [[[[[1]]]]],
        (1,) * 17,
        object(),
    ],
)
def test_values_without_a_format_are_our_mistake(value):
    with pytest.raises(ValueError, match=r"at most|no wire format"):
        asking.encode_value(value)


def test_source_above_the_cap_is_our_mistake():
    with pytest.raises(ValueError, match="at most"):
        wire.encode_load("#" * (64 * 1024 + 1))
