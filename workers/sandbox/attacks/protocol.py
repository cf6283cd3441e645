"""Forged, early, broken and missing frames: bytes from inside are never believed."""

import struct

from workers.sandbox.attacks.attack import Attack, frames, record

_FORTY_TWO = record(b"\x00\xff", struct.pack("<d", 42.0))

LISTED = (
    Attack(
        name="63 a length of 4 GB",
        code="os.write(4, b'\\xff' * 4); time.sleep(60)",
        expected="output_limit",
    ),
    Attack(
        name="64 a shape that overflows",
        code=frames(record(struct.pack("<BB8I", 0, 8, *[2**24] * 8))),
        expected="protocol",
    ),
    Attack(
        name="65 giant dimensions without bytes",
        code=frames(record(struct.pack("<BB3I", 0, 3, 0, 2**24, 2**24))),
        expected="protocol",
    ),
    Attack(name="66 dtype 99", code=frames(record(b"\x63\x00")), expected="protocol"),
    Attack(
        name="67 ndim 200",
        code=frames(record(b"\x00\xc8", b"\0" * 900)),
        expected="protocol",
    ),
    Attack(
        name="68 trailing bytes", code=frames(_FORTY_TWO + b"\0"), expected="protocol"
    ),
    Attack(
        name="69 a pickle",
        code="""
        import pickle
        text = pickle.dumps(os.getcwd)
        os.write(4, len(text).to_bytes(4, 'little') + text)
        """,
        expected="protocol",
    ),
    Attack(
        name="70 a slow drip",
        code="""
        os.write(4, b'\\x00\\x01\\x00\\x00')
        for _ in range(100):
            os.write(4, b'\\x00')
            time.sleep(0.05)
        """,
        expected="timeout",
    ),
    Attack(
        name="71 an answer before the question",
        code="""
        import signal
        early = b'\\x01\\x00\\x00\\x00\\x02'
        signal.signal(signal.SIGALRM, lambda *_: os.write(4, early))
        signal.setitimer(signal.ITIMER_REAL, 0.002)
        """,
        expected="protocol",
    ),
    Attack(
        name="72 a forged valid frame",
        code=frames(_FORTY_TWO),
        expected="protocol",
    ),
    Attack(
        name="73 the result pipe is closed", code="os.close(4)", expected="no_answer"
    ),
    Attack(
        name="74 leaving after half a frame",
        code="os.write(4, b'\\x08\\x00\\x00\\x00\\x00'); os._exit(0)",
        expected="no_answer",
    ),
    Attack(
        name="75 two frames",
        code=frames(_FORTY_TWO, _FORTY_TWO),
        expected="protocol",
    ),
)

BEYOND = (
    Attack(
        name="own: a loaded frame where an observation is due",
        code=f"{frames(bytes([1, 0, 0]))}; time.sleep(9)",
        expected="protocol",
        lesson="a frame that parses can still be of the wrong kind",
    ),
    Attack(
        name="own: ten thousand empty frames",
        code="os.write(4, bytes(40000)); time.sleep(9)",
        expected="protocol",
        lesson="each small frame renewed the clock for one answer: counting comes first",
    ),
    Attack(
        name="own: thousands of records to a question of two steps",
        code="""
        records = b''.join(at.to_bytes(2, 'little') + b'\\xff' for at in range(4096))
        body = b'\\x00\\x00\\x10' + records
        os.write(4, len(body).to_bytes(4, 'little') + body)
        """,
        expected="protocol",
        lesson="256 such answers to one request made the worker swell by 400 MB and work"
        " for seconds on no clock: an answer holds no more records than its question steps",
    ),
    Attack(
        name="own: stealing the next question",
        code="os.set_blocking(3, False); os.read(3, 10)",
        expected="EPERM",
        lesson="the next question is not there before this one is answered",
    ),
    Attack(
        name="own: writing into the question pipe",
        code="os.write(3, b'x')",
        expected="EBADF",
        lesson="each pipe has one direction",
    ),
    Attack(
        name="own: leaving with the status of a broken jail",
        code="os.write(2, b'JAILFAIL'); os._exit(99)",
        expected="no_answer",
        lesson="our own alarm must not be theirs to ring, or a retry would cost nothing",
    ),
    Attack(
        name="own: answering and leaving",
        code=f"{frames(_FORTY_TWO)}; os._exit(0)",
        expected="no_answer",
        lesson="a guest that left is no pass, whatever it said last",
    ),
    Attack(
        name="own: swapping the pipes",
        code="os.dup2(1, 4)",
        expected="EPERM",
        lesson="dup is allowed and dup2 is not: numbers stay what they are",
    ),
    Attack(
        name="own: sys.exit",
        code="sys.exit(0)",
        expected="SystemExit",
        lesson="leaving politely is an exception like any other",
    ),
    Attack(
        name="own: KeyboardInterrupt",
        code="raise KeyboardInterrupt",
        expected="KeyboardInterrupt",
        lesson="what derives from BaseException must not end the guest either",
    ),
    Attack(
        name="own: the driver rewritten from within",
        code="""
        sys.modules['workers.guest.wire'].record = lambda value: b'\\xfb\\x05right'
        return 1.0
        """,
        expected="right",
        lesson="the driver belongs to the pair once their code runs, so its word is only"
        " ever compared with numbers it has not seen",
    ),
)
