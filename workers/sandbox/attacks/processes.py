"""Processes: no second one, and none that stays behind."""

from workers.sandbox.attacks.attack import Attack

LISTED = (
    Attack(name="13 fork", code="return forked(os.fork())", expected="EPERM"),
    Attack(
        name="13 posix_spawn",
        code="return os.posix_spawn('/bin/sleep', ['sleep', '3'], {}) and 'granted'",
        expected="EPERM",
    ),
    Attack(
        name="13 clone by number",
        code="""
        pid = libc.syscall(NUMBERS['clone'], 17, 0, 0, 0, 0)
        return forked(pid) if pid >= 0 else told(-1)
        """,
        expected="EPERM",
    ),
    Attack(
        name="14 fork bomb",
        code="""
        for _ in range(50):
            forked(os.fork())
        return 'granted'
        """,
        expected="EPERM",
    ),
    Attack(
        name="15 fifty threads",
        code="""
        import threading
        for _ in range(50):
            threading.Thread(target=time.sleep, args=(1,)).start()
        return 'granted'
        """,
        expected="RuntimeError",
    ),
    Attack(
        name="16 subprocess",
        code="import subprocess; return subprocess.run(['true']) and 'granted'",
        expected="EPERM",
    ),
    Attack(
        name="16 os.system",
        code="return 'granted' if os.system('true') == 0 else 'no shell'",
        expected="no shell",
    ),
    Attack(
        name="17 execve", code="os.execv('/bin/true', ['true'])", expected="security"
    ),
    Attack(
        name="22 open descriptors",
        code="""
        found = []
        for fd in range(1024):
            try:
                os.fstat(fd)
                found.append(fd)
            except OSError:
                pass
        return str(found)
        """,
        expected="[0, 1, 2, 3, 4]",
    ),
    Attack(
        name="24 a session of its own",
        code="return os.setsid() or 'a session'",
        expected="EPERM",
    ),
    Attack(
        name="24 a process group of its own",
        code="return os.setpgid(0, 0) or 'a group'",
        expected="EPERM",
    ),
    Attack(
        name="24 double fork",
        code="""
        try:
            os.setsid()
        except OSError:
            pass
        if os.fork() == 0:
            if os.fork() == 0:
                time.sleep(3)
            os._exit(0)
        return 'granted'
        """,
        expected="EPERM",
    ),
    Attack(
        name="24 clear the death signal",
        code="return told(libc.prctl(1, 0, 0, 0, 0)).replace('granted', 'cleared')",
        expected="EPERM",
    ),
    Attack(
        name="24 deaf to every signal, and asleep",
        code="""
        import signal
        for number in set(range(1, 65)) - {9, 19, 32, 33}:
            signal.signal(number, signal.SIG_IGN)
        while True:
            time.sleep(60)
        """,
        expected="timeout",
    ),
    Attack(
        name="24 a fork at exit",
        code="""
        import atexit
        atexit.register(lambda: forked(os.fork()))
        sys.exit(0)
        """,
        expected="SystemExit",
    ),
    Attack(
        name="24 a thread that stays",
        code="""
        import threading
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        return 'granted'
        """,
        expected="RuntimeError",
    ),
)

BEYOND = (
    Attack(
        name="own: a fork in a user namespace of its own",
        code="return forked(os.fork()) if libc.unshare(0x30000000) == 0 else told(-1)",
        expected="security",
        lesson="capabilities in a namespace of one's own do not lift RLIMIT_NPROC",
    ),
    Attack(
        name="own: stop itself as a thread",
        code="return call('tgkill', os.getpid(), os.getpid(), 19)"
        ".replace('granted', 'not stopped')",
        expected="not stopped | EPERM",
        lesson="pid 1 of a namespace cannot be stopped from within, not even by itself",
    ),
    Attack(
        name="own: a timer of its own",
        code="return call('timer_create', 0, 0, ctypes.byref(ctypes.c_long()))"
        ".replace('granted', 'a timer')",
        expected="EPERM",
        lesson="timers are charged to a user's pending signals, which guests share",
    ),
    Attack(
        name="own: adopt orphans",
        code="return told(libc.prctl(36, 1, 0, 0, 0)).replace('granted', 'adopts')",
        expected="EPERM",
        lesson="a reaper of its own would hide grandchildren",
    ),
    Attack(
        name="own: become dumpable",
        code="return told(libc.prctl(4, 1, 0, 0, 0)).replace('granted', 'dumpable')",
        expected="EPERM",
        lesson="a dumpable process can be read by others of its user",
    ),
)
