"""The kernel: no strange call, and no descriptor that is not there."""

from workers.sandbox.attacks.attack import Attack

_PAGE = """
import mmap
page = mmap.mmap(-1, 4096, prot=7)
page.write(bytes.fromhex("b814000000cd80c3"))
at = ctypes.addressof(ctypes.c_char.from_buffer(page))
ctypes.CFUNCTYPE(ctypes.c_int)(at)()
return 'granted'
"""


def _killed(name: str, call: str, lesson: str = "") -> Attack:
    code = f"return {call}"
    return Attack(name=name, code=code, expected="security", lesson=lesson)


def _refused(name: str, call: str, lesson: str = "") -> Attack:
    return Attack(name=name, code=f"return {call}", expected="EPERM", lesson=lesson)


LISTED = (
    _killed("25 mount", "told(libc.mount(b'none', b'/', b'tmpfs', 0, 0))"),
    _killed("25 remount", "told(libc.mount(b'/', b'/', 0, 4096 | 32, 0))"),
    _killed(
        "26 unshare a user",
        "told(libc.unshare(0x10000000)).replace('granted', 'a user namespace')",
    ),
    _killed("26 unshare a network", "told(libc.unshare(0x40000000))"),
    _killed("26 setns", "told(libc.setns(3, 0))"),
    Attack(name="26 clone3", code="return call('clone3', 0, 0)", expected="ENOSYS"),
    _killed("27 bpf", "call('bpf', 5, ctypes.create_string_buffer(128), 128)"),
    _killed(
        "28 io_uring", "call('io_uring_setup', 8, ctypes.create_string_buffer(120))"
    ),
    _killed("29 keyctl", "call('keyctl', 0, -3, 1)"),
    _killed("30 perf", "call('perf_event_open', bytes(120), 0, -1, -1, 0)"),
    _killed("31 userfaultfd", "call('userfaultfd', 1)"),
    _killed("32 open_by_handle_at", "call('open_by_handle_at', -100, bytes(32), 0)"),
    _killed("32 name_to_handle_at", "call('name_to_handle_at', -100, b'/', 0, 0, 0)"),
    _killed("33 personality", "told(libc.personality(0x0040000))"),
    Attack(name="34 int 0x80", code=_PAGE, expected="security"),
    _killed("35 x32", "told(libc.syscall(0x40000000 + 39))"),
    _refused("36 TIOCSTI", "told(libc.ioctl(0, 0x5412, b'x'))"),
    _refused("37 flock", "told(libc.flock(1, 2)).replace('granted', 'a lock')"),
    Attack(
        name="37 fcntl locks",
        code="import fcntl; return fcntl.lockf(1, 2) or 'a lock'",
        expected="EPERM",
    ),
    _refused("38 SysV shm", "told(libc.shmget(7777, 4096, 0o1600))"),
    _refused("38 SysV msg", "told(libc.msgget(7777, 0o1600))"),
    _refused("38 POSIX mq", "call('mq_open', b'x', 0o102, 0o600, 0)"),
    Attack(
        name="39 raise limits",
        code="""
        import resource
        return resource.setrlimit(resource.RLIMIT_AS, (-1, -1)) or 'granted'
        """,
        expected="ValueError",
    ),
    Attack(
        name="40 setuid", code="return os.setuid(12345) or 'granted'", expected="EPERM"
    ),
    Attack(name="40 setgid", code="return os.setgid(1) or 'granted'", expected="EPERM"),
    Attack(
        name="41 realtime",
        code="""
        mode = os.SCHED_FIFO
        return os.sched_setscheduler(0, mode, os.sched_param(1)) or 'granted'
        """,
        expected="EPERM",
    ),
    Attack(name="41 nice", code="return os.nice(-5) and 'granted'", expected="EPERM"),
    _refused("41 mlockall", "told(libc.mlockall(3))"),
    _refused("42 second seccomp", "told(libc.prctl(22, 1, 0, 0, 0))"),
    _refused(
        "42 second Landlock",
        "call('landlock_create', 0, 0, 1).replace('granted', 'its version')",
    ),
)

BEYOND = (
    Attack(
        name="own: every number that is in no table",
        code="""
        if told(libc.inotify_init()) != 'EPERM':
            return 'no filter'
        open_ones = []
        for number in set(range(512)) - TABLES - {335, 336}:
            ctypes.set_errno(0)
            answer = libc.syscall(ctypes.c_long(number), 0, 0, 0, 0, 0, 0)
            if (answer, ctypes.get_errno()) != (-1, errno.EPERM):
                open_ones.append(number)
        return f"open: {open_ones}"
        """,
        expected="open: []",
        lesson="what the tables say is what this kernel does, number by number",
    ),
    Attack(
        name="own: a call that no filter sees",
        code="return told(libc.syscall(335))",
        expected="crash/EPERM/ENOSYS",
        lesson="newer kernels let uretprobe (335) and uprobe (336) past every filter; but"
        " for a probe of the kernel's own they kill the caller or do nothing",
    ),
    Attack(
        name="own: a signal through a page of the C library",
        code="""
        at = ctypes.cast(libc.getppid, ctypes.c_void_p).value & ~3
        return call('futex', ctypes.c_void_p(at), 1, 1, 0, 0, 0)
        """,
        expected="EPERM",
        lesson="a futex that is not private reaches whoever maps the same file, so two"
        " guests could talk: now only private ones pass",
    ),
    Attack(
        name="own: merge pages with whoever has the same",
        code="""
        import mmap
        page = mmap.mmap(-1, 4096)
        at = np.frombuffer(page, 'u1').ctypes.data
        return told(libc.madvise(ctypes.c_void_p(at), 4096, 12)).replace(
            'granted', 'merged')
        """,
        expected="EPERM",
        lesson="merged pages tell by a slow write that someone holds the same bytes: now"
        " only allocators' advice passes",
    ),
    Attack(
        name="own: a full queue of signals",
        code="""
        import signal
        signal.pthread_sigmask(signal.SIG_BLOCK, range(34, 64))
        sent = [call('tgkill', os.getpid(), os.getpid(), 40) for _ in range(999)]
        return sent[-1]
        """,
        expected="EAGAIN | EPERM",
        lesson="pending signals are counted by user, not by process: the cap of 64 spares"
        " the neighbours",
    ),
    Attack(
        name="own: a mount in namespaces of its own",
        code="""
        if libc.unshare(0x10020000):
            return told(-1)
        return told(libc.mount(b'none', b'/', b'tmpfs', 0, 0))
        """,
        expected="security",
        lesson="whoever gets a user namespace is root in it; Landlock still forbids mounts",
    ),
    Attack(
        name="own: a message left for the next guest",
        code="""
        queue = libc.msgget(7777, 0o1600)
        if queue < 0:
            return told(-1)
        return told(libc.msgsnd(queue, (ctypes.c_long * 2)(1, 1), 8, 0))
        """,
        expected="EPERM",
        lesson="guests of one jail share its IPC namespace: the filter stands alone here",
    ),
    _refused(
        "own: epoll",
        "told(libc.epoll_create1(0)).replace('granted', 'a fd')",
        "every maker of descriptors is off the list",
    ),
    _refused(
        "own: eventfd",
        "told(libc.eventfd(0, 0)).replace('granted', 'a fd')",
        "as epoll",
    ),
    _refused(
        "own: inotify",
        "told(libc.inotify_init()).replace('granted', 'a fd')",
        "it would watch what it may not read",
    ),
    _refused(
        "own: signalfd",
        "told(libc.signalfd(-1, bytes(8), 8)).replace('granted', 'a fd')",
        "as epoll",
    ),
    Attack(
        name="own: a pipe to hide bytes in",
        code="return os.pipe() and 'a pipe'",
        expected="EPERM",
        lesson="pipe buffers are memory that no address space limit counts",
    ),
    Attack(
        name="own: grow the answer's pipe",
        code="import fcntl; return fcntl.fcntl(4, 1031, 1 << 20) and 'granted'",
        expected="EPERM",
        lesson="a larger pipe would hold a megabyte of the kernel's memory",
    ),
    Attack(
        name="own: sendfile from the question",
        code="return os.sendfile(4, 3, 0, 10) and 'granted'",
        expected="EPERM",
        lesson="bytes also move without read and write",
    ),
    _refused(
        "own: vmsplice",
        "told(libc.vmsplice(4, 0, 0, 0)).replace('granted', 'kept')",
        "pages given to a pipe can change after they were checked",
    ),
    _refused(
        "own: splice",
        "call('splice', 3, 0, 4, 0, 1, 2)"
        ".replace('granted', 'kept').replace('EAGAIN', 'kept')",
        "as vmsplice; the parser copies before it looks",
    ),
    _refused(
        "own: what others have in the page cache",
        "call('mincore', id(call) & ~4095, 4096, bytes(1))"
        ".replace('granted', 'resident')",
        "which pages are resident tells what a neighbour runs",
    ),
    _killed(
        "own: host name",
        "told(libc.sethostname(b'x', 1))",
        "a namespace must be its own to be renamed",
    ),
    _killed(
        "own: the kernel's log",
        "told(libc.klogctl(3, bytes(99), 99))",
        "kernel messages tell addresses, and other users' programs",
    ),
    _killed(
        "own: compare two processes",
        "call('kcmp', WORKER, BYSTANDER, 1, 0, 0)",
        "comparing what two processes share is reading them bit by bit",
    ),
)
