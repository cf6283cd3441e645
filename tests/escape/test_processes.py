"""Processes and the kernel: no second process, no foreign one, no strange call."""

import pytest

pytestmark = pytest.mark.sandbox
C = "import ctypes; libc = ctypes.CDLL(None, use_errno=True)\n"
FAILS = "\nimport os\nreturn os.strerror(ctypes.get_errno())"
DENIED = "Operation not permitted"


def refused(call: str) -> tuple[str, str]:
    """Return a C call that is answered by EPERM."""
    return f"{C}assert libc.{call} == -1{FAILS}", DENIED


CASES = {
    "13 fork": ("import os; os.fork()", "PermissionError"),
    "13 vfork": (
        "import os; os.posix_spawn('/bin/sh', ['sh'], {})",
        "PermissionError",
    ),
    "14 fork bomb": (
        "import os\nwhile True:\n    os.fork()",
        "PermissionError",
    ),
    "15 fifty threads": (
        """
        import threading
        for _ in range(50):
            threading.Thread(target=print).start()
        """,
        "RuntimeError",
    ),
    "16 subprocess": ("import subprocess; subprocess.run(['id'])", "PermissionError"),
    "16 os.system": ("import os; return str(os.system('id'))", "32512"),
    "17 execve": ("import os; os.execv('/bin/sh', ['sh'])", "security"),
    "18 kill parent": ("import os; os.kill(os.getppid(), 9)", "PermissionError"),
    "18 kill 1": ("import os; os.kill(1, 9)", "PermissionError"),
    "18 kill -1": ("import os; os.kill(-1, 9)", "PermissionError"),
    "18 pid scan": (
        """
        import os
        seen = 0
        for pid in range(2, 5000):
            try:
                os.kill(pid, 0)
                seen += 1
            except OSError:
                pass
        return seen
        """,
        "0",
    ),
    "19 ptrace": (f"{C}libc.ptrace(16, 1, 0, 0)", "security"),
    "20 process_vm_readv": (f"{C}libc.process_vm_readv(1, 0, 0, 0, 0, 0)", "security"),
    "21 pidfd_getfd": (f"{C}libc.syscall(438, 3, 0, 0)", "security"),
    "21 pidfd_open": ("import os; os.pidfd_open(1)", "security"),
    "22 open descriptors": (
        """
        import os
        found = []
        for fd in range(1024):
            try:
                os.fstat(fd)
                found.append(fd)
            except OSError:
                pass
        return str(found)
        """,
        "[0, 1, 2, 3, 4]",
    ),
    "23 stop itself": (
        "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
        "PermissionError",
    ),
    "24 daemon": ("import os; os.setsid()", "PermissionError"),
    "25 mount": (f"{C}libc.mount(b'/', b'/', 0, 4096, 0)", "security"),
    "26 unshare": (f"{C}libc.unshare(0x10000000)", "security"),
    "26 setns": (f"{C}libc.setns(0, 0)", "security"),
    "26 clone3": (
        f"{C}assert libc.syscall(435, 0, 0) == -1{FAILS}",
        "Function not implemented",
    ),
    "27 bpf": (f"{C}libc.syscall(321, 0, 0, 0)", "security"),
    "28 io_uring": (f"{C}libc.syscall(425, 8, 0)", "security"),
    "29 keyctl": (f"{C}libc.syscall(250, 0, 0)", "security"),
    "30 perf": (f"{C}libc.syscall(298, 0, 0, 0, 0, 0)", "security"),
    "31 userfaultfd": (f"{C}libc.syscall(323, 0)", "security"),
    "32 open_by_handle_at": (f"{C}libc.open_by_handle_at(3, 0, 0)", "security"),
    "33 personality": (f"{C}libc.personality(0x0040000)", "security"),
    "34 int 0x80": (
        """
        import ctypes, mmap
        page = mmap.mmap(-1, 4096, prot=7)
        page.write(bytes.fromhex("b814000000cd80c3"))
        at = ctypes.addressof(ctypes.c_char.from_buffer(page))
        ctypes.CFUNCTYPE(ctypes.c_int)(at)()
        """,
        "security",
    ),
    "35 x32": (f"{C}libc.syscall(0x40000000 + 39)", "security"),
    "36 TIOCSTI": refused("ioctl(0, 0x5412, b'x')"),
    "37 flock": ("import fcntl; fcntl.flock(1, fcntl.LOCK_EX)", "PermissionError"),
    "37 fcntl locks": ("import fcntl; fcntl.lockf(1, 2)", "PermissionError"),
    "38 SysV shm": refused("shmget(0, 4096, 0o1600)"),
    "38 SysV msg": refused("msgget(0, 0o1600)"),
    "38 POSIX mq": refused("syscall(240, b'x', 0o102, 0o600, 0)"),
    "39 raise limits": (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
        "ValueError",
    ),
    "40 setuid": ("import os; os.setuid(12345)", "PermissionError"),
    "41 realtime": (
        "import os; os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
        "PermissionError",
    ),
    "41 nice": ("import os; os.nice(-5)", "PermissionError"),
    "41 mlockall": refused("mlockall(3)"),
    "42 second seccomp": refused("prctl(22, 1, 0, 0, 0)"),
    "42 second Landlock": refused("syscall(444, 0, 0, 1)"),
    "43 TCP": (
        "import socket; socket.create_connection(('127.0.0.1', 6379))",
        "PermissionError",
    ),
    "44 unix": ("import socket; socket.socket(socket.AF_UNIX)", "PermissionError"),
    "45 vsock": ("import socket; socket.socket(40, 1)", "PermissionError"),
    "46 socketpair": ("import socket; socket.socketpair()", "PermissionError"),
    "47 raw": (
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
        "PermissionError",
    ),
    "own: netlink": ("import socket; socket.socket(16, 3)", "PermissionError"),
    "own: epoll": ("import select; select.epoll()", "PermissionError"),
    "own: eventfd": ("import os; os.eventfd(0)", "PermissionError"),
    "own: a pipe to hide bytes in": ("import os; os.pipe()", "PermissionError"),
    "own: sendfile from the request": (
        "import os; os.sendfile(4, 3, 0, 10)",
        "PermissionError",
    ),
    "own: vmsplice": refused("vmsplice(4, 0, 0, 0)"),
    "own: inotify": refused("inotify_init()"),
    "own: reparent itself": refused("prctl(36, 1, 0, 0, 0)"),
    "own: become dumpable": refused("prctl(4, 1, 0, 0, 0)"),
    "own: tkill another": refused("syscall(200, 2, 9)"),
    "own: host name": (f"{C}libc.sethostname(b'x', 1)", "security"),
    "own: abort": ("import os; os.abort()", "crash"),
    "own: jump to nowhere": ("import ctypes; ctypes.string_at(0)", "crash"),
}


@pytest.mark.parametrize(("code", "expected"), CASES.values(), ids=CASES)
def test_no_process_and_no_strange_system_call(attack, code, expected):
    seen, wanted = attack(code, expected)
    assert seen == wanted
