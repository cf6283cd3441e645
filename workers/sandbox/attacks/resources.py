"""Time, memory and floods: a guest spends only what it was given."""

from workers.sandbox.attacks.attack import Attack

_BOMBS = {
    "nested brackets": "x = " + "(" * 30_000 + ")" * 30_000,
    "a long sum": "x = " + "1+" * 30_000 + "1",
    "deep lambda": "x = " + "lambda: " * 8000 + "1",
    "deep indentation": "".join(" " * at + "if 1:\n" for at in range(99))
    + " " * 99
    + "0",
    "constant folding": "x = (((1,) * 10 ** 6,) * 10 ** 3,) * 10 ** 3",
    "a giant string": "x = 'a' * 10 ** 10",
    "a giant shift": "x = 1 << 10 ** 11",
    "many targets": "a" + " = a" * 16_000 + " = 1",
    "nested f-strings": "x = f'{" * 100 + "1" + "}'" * 100,
    "a long number": "x = " + "9" * 60_000,
    "NUL": "x = '\0'",
}

BOMBS = tuple(
    Attack(
        name=f"61 compile bomb: {what}",
        code=code,
        whole=True,
        expected="loaded/SyntaxError/MemoryError/RecursionError/ValueError/OverflowError"
        "/NameError/timeout/crash/cpu_limit/no_answer",
    )
    for what, code in _BOMBS.items()
)

TIME = (
    Attack(name="50 giant power", code="10 ** 10 ** 8", expected="timeout"),
    Attack(
        name="51 regex bomb",
        code="import re; re.match('(a+)+$', 'a' * 40 + 'b')",
        expected="timeout",
    ),
    Attack(name="52 loop", code="while True: pass", expected="timeout"),
    Attack(name="53 sleep", code="time.sleep(60)", expected="timeout"),
    Attack(
        name="54 loop deaf to signals",
        code="""
        import signal
        for number in set(range(1, 65)) - {9, 19, 32, 33}:
            signal.signal(number, signal.SIG_IGN)
        while True: pass
        """,
        expected="timeout",
    ),
    Attack(
        name="55 computing time over all requests",
        code="while True: pass",
        expected="cpu_limit/timeout",
        patient=True,
        long=True,
    ),
)

MEMORY = (
    Attack(name="48 a 32 GB array", code="np.zeros(4 << 30)", expected="MemoryError"),
    Attack(
        name="49 list growth",
        code="""
        kept = []
        while True:
            kept.append(np.ones(10 ** 6))
        """,
        expected="MemoryError/cpu_limit",
        patient=True,
        long=True,
    ),
    Attack(
        name="56 recursion without end",
        code="""
        sys.setrecursionlimit(10 ** 9)
        def f(): return f()
        f()
        """,
        expected="timeout/cpu_limit/MemoryError/crash",
        patient=True,
        long=True,
    ),
    Attack(
        name="57 recursion of the C stack",
        code="""
        sys.setrecursionlimit(10 ** 9)
        one, other = [], []
        for _ in range(2 * 10 ** 5):
            one, other = [one], [other]
        return one == other
        """,
        expected="crash",
        patient=True,
    ),
)

FLOODS = (
    Attack(
        name="58 a result of 8 MB and more",
        code="return np.zeros((1100, 1000))",
        expected="type_refused",
    ),
    Attack(
        name="58 a flood of bytes as answer",
        code="""
        os.write(4, (8 << 20).to_bytes(4, 'little'))
        while True:
            os.write(4, bytes(1 << 16))
        """,
        expected="protocol/output_limit",
        patient=True,
    ),
    Attack(
        name="59 error flood",
        code="for _ in range(2000): sys.stderr.write('x' * 10 ** 4)",
        expected="None",
        patient=True,
    ),
    Attack(
        name="60 print flood",
        code="for _ in range(10): print('y' * 10 ** 7)",
        expected="None",
        patient=True,
        long=True,
    ),
    Attack(
        name="60 one print of a gigabyte",
        code="print('x' * 10 ** 9)",
        expected="MemoryError",
        patient=True,
        long=True,
    ),
)

BEYOND = (
    Attack(
        name="own: an error message of 10 MB",
        code="raise ValueError('x' * 10 ** 7)",
        expected="ValueError",
        lesson="what is shown of an exception needs a cap inside and one outside",
    ),
    Attack(
        name="own: an exception that cannot be shown",
        code="""
        class Odd(Exception):
            def __str__(self): raise RuntimeError
        raise Odd
        """,
        expected="Exception",
        lesson="describing a failure runs the pair's code and may fail itself",
    ),
    Attack(
        name="own: an exception whose text never comes",
        code="""
        class Odd(Exception):
            def __str__(self):
                while True: pass
        raise Odd
        """,
        expected="timeout",
        lesson="the clock must still run while an exception is described",
    ),
    Attack(
        name="own: endless generator",
        code="import itertools; sum(itertools.count())",
        expected="timeout",
        lesson="C code hears no Python signal: only SIGKILL ends it",
    ),
    Attack(
        name="own: a broadcast product of 80 GB",
        code="np.ones((10 ** 5, 1)) * np.ones(10 ** 5)",
        expected="MemoryError",
        lesson="one slip in a shape asks for more than the machine has",
    ),
    Attack(
        name="own: shared memory of no file",
        code="""
        import mmap
        kept = [mmap.mmap(-1, 100 << 20) for _ in range(30)]
        return 'granted'
        """,
        expected="ENOMEM/MemoryError",
        lesson="shared anonymous pages count as address space, so one limit is enough",
    ),
    Attack(
        name="own: a page table for nothing",
        code="""
        import mmap
        for _ in range(70000):
            libc.mmap(0, 4096, 1 + _ % 2 * 2, 0x22, -1, 0)
        return 'nothing more'
        """,
        expected="nothing more",
        lesson="the kernel caps the number of mappings before they cost it memory",
    ),
    Attack(
        name="own: barriers for every core",
        code="""
        while True:
            libc.syscall(NUMBERS['membarrier'], 1, 0, 0)
        """,
        expected="timeout",
        lesson="the slowest allowed call disturbs others for as long as our clock runs",
    ),
    Attack(
        name="own: an alarm every microsecond",
        code="""
        import signal
        signal.signal(signal.SIGALRM, lambda *_: None)
        signal.setitimer(signal.ITIMER_REAL, 1e-6, 1e-6)
        while True: pass
        """,
        expected="timeout",
        lesson="a storm of signals is only a slow loop",
    ),
)
