"""The filter means what its tables say: it is interpreted here, call by call."""

import errno
import hashlib
import struct

import pytest

from workers.sandbox import seccomp, syscalls

MACHINES = ("x86_64", "aarch64")
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW, KILL = 0x7FFF0000, 0x80000000
EPERM, ENOTTY, ENOSYS = (
    0x50000 | code for code in (errno.EPERM, errno.ENOTTY, errno.ENOSYS)
)


def verdict(program: bytes, number: int, arch: int, *args: int) -> int:
    """Interpret the filter as the kernel would."""
    padded = [*args, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("<IIQ6Q", number, arch, 0, *padded)
    at, accumulator = 0, 0
    while True:
        code, yes, no, k = struct.unpack_from("<HBBI", program, 8 * at)
        at += 1
        if code == 0x06:
            return k
        if code == 0x20:
            accumulator = struct.unpack_from("<I", data, k)[0]
            continue
        holds = {
            0x15: accumulator == k,
            0x35: accumulator >= k,
            0x45: bool(accumulator & k),
        }[code]
        at += yes if holds else no


@pytest.fixture(params=[(m, p) for m in MACHINES for p in (True, False)], ids=str)
def ask(request):
    machine, own_pid = request.param
    program = seccomp.program(machine, own_pid=own_pid)

    def ask(name_or_number, *args, arch=AUDIT[machine]):
        tables = [syscalls.allowed, syscalls.partly, syscalls.killed]
        numbers = {name: n for table in tables for name, n in table(machine).items()}
        number = numbers.get(name_or_number, name_or_number)
        return verdict(program, number, arch, *args)

    ask.machine, ask.own_pid = machine, own_pid
    return ask


def test_every_number_gets_exactly_the_verdict_of_its_table(ask):
    allow = set(syscalls.allowed(ask.machine).values())
    kill = set(syscalls.killed(ask.machine).values())
    partly = set(syscalls.partly(ask.machine).values())
    assert not allow & kill
    assert not partly & (allow | kill)
    for number in range(1024):
        if number in partly:
            continue
        expected = ALLOW if number in allow else KILL if number in kill else EPERM
        assert ask(number) == expected, number


def test_foreign_architectures_and_x32_numbers_are_fatal(ask):
    assert ask(0, arch=0x40000003) == KILL  # i386, as int 0x80 would arrive
    assert ask(0x40000000) == KILL
    assert ask(0x40000000 + 39) == KILL
    assert ask(0xFFFFFFFF) == KILL


@pytest.mark.parametrize("bits", [0o1, 0o2, 0o100, 0o1000, 0o20200000, 0o101])
def test_no_open_for_writing(ask, bits):
    # aarch64 never had a plain open.
    for name in {"open", "openat"} & set(syscalls.partly(ask.machine)):
        before = [0] * (1 + (name == "openat"))
        assert ask(name, *before, bits) == EPERM
        assert ask(name, *before, 0o2000000) == ALLOW  # O_CLOEXEC
        assert ask(name, *before, 0o200000) == ALLOW  # O_DIRECTORY
        # The high half of an int is ignored by the kernel, and so by us.
        assert ask(name, *before, (1 << 40) | 0o2000000) == ALLOW


def test_fcntl_allows_four_commands(ask):
    verdicts = {command: ask("fcntl", 0, command) for command in range(2000)}
    assert [command for command, one in verdicts.items() if one == ALLOW] == [
        *(1, 2, 3, 1030)
    ]
    assert set(verdicts.values()) == {ALLOW, EPERM}


def test_limits_can_be_read_and_never_set(ask):
    assert ask("prlimit64", 0, 9, 0) == ALLOW
    assert ask("prlimit64", 0, 9, 0x7FFF) == EPERM
    assert ask("prlimit64", 0, 9, 1 << 32) == EPERM


def test_a_guest_signals_only_itself_and_only_as_pid_1(ask):
    assert ask("tgkill", 1, 1, 6) == (ALLOW if ask.own_pid else EPERM)
    assert ask("tgkill", 2, 2, 6) == EPERM


def test_a_futex_is_private_or_refused(ask):
    for operation in range(14):
        assert ask("futex", 0, operation) == EPERM
        assert ask("futex", 0, operation | 128) == ALLOW
        assert ask("futex", 0, operation | 128 | 256) == ALLOW  # the clock it reads


def test_memory_advice_is_what_allocators_give(ask):
    allowed = {one for one in range(256) if ask("madvise", 0, 0, one) == ALLOW}
    assert allowed == {0, 1, 2, 3, 4, 8, 14, 15}


def test_terminal_questions_say_no_terminal_and_clone3_says_unknown(ask):
    assert ask("ioctl", 1, 0x5401) == ENOTTY
    assert ask("ioctl", 0, 0x5412) == EPERM  # TIOCSTI
    assert ask("clone3", 0, 0) == ENOSYS


def test_every_jump_lands_inside_the_program(ask):
    program = seccomp.program(ask.machine, own_pid=ask.own_pid)
    lines = list(struct.iter_unpack("<HBBI", program))
    for place, (code, yes, no, _) in enumerate(lines):
        if code in (0x15, 0x35, 0x45):
            assert place + 1 + max(yes, no) < len(lines)


GOLDEN = {
    ("x86_64", True): "847302b54dc8e8ff",
    ("x86_64", False): "9585801f4d94698b",
    ("aarch64", True): "5a5ae0fefb9accdd",
    ("aarch64", False): "7b0882e6eeb10d28",
}


@pytest.mark.parametrize(("machine", "own_pid"), list(GOLDEN))
def test_the_bytes_of_the_filter_change_only_on_purpose(machine, own_pid):
    program = seccomp.program(machine, own_pid=own_pid)
    digest = hashlib.sha256(program).hexdigest()[:16]
    assert digest == GOLDEN[machine, own_pid]
