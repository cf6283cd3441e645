"""Processes: no second one, no foreign one, and none that stays behind."""

from workers.sandbox.attacks.attack import Attack

_KILL = "return os.kill({pid}, {signal}) or 'sent'"

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
        name="18 kill the parent",
        code=_KILL.format(pid="os.getppid() or WORKER", signal=9),
        expected="EPERM",
    ),
    Attack(name="18 kill 1", code=_KILL.format(pid="1", signal=0), expected="EPERM"),
    Attack(
        name="18 kill everything",
        code=_KILL.format(pid="-1", signal=9),
        expected="EPERM",
    ),
    Attack(
        name="18 kill a bystander",
        code=_KILL.format(pid="BYSTANDER", signal=9),
        expected="EPERM",
    ),
    Attack(
        name="18 pid scan",
        code="""
        seen = 0
        for pid in {*range(2, 3000), BYSTANDER, WORKER} - {os.getpid()}:
            try:
                os.kill(pid, 0)
                seen += 1
            except OSError:
                pass
        return 'granted' if seen else 'nobody'
        """,
        expected="nobody",
    ),
    Attack(
        name="19 ptrace",
        code="return told(libc.ptrace(16, BYSTANDER, 0, 0))",
        expected="security",
    ),
    Attack(
        name="20 process_vm_readv",
        code="""
        room = ctypes.create_string_buffer(200)
        ours = (ctypes.c_size_t * 2)(ctypes.addressof(room), 200)
        theirs = (ctypes.c_size_t * 2)(ADDRESS, 200)
        said = call('process_vm_readv', BYSTANDER, ours, 1, theirs, 1, 0)
        return room.raw.decode('latin-1') if said == 'granted' else said
        """,
        expected="security",
    ),
    Attack(
        name="21 pidfd_getfd",
        code="return call('pidfd_getfd', 3, 0, 0)",
        expected="security",
    ),
    Attack(
        name="21 pidfd_open",
        code="""
        import signal
        handle = os.pidfd_open(BYSTANDER)
        try:
            signal.pidfd_send_signal(handle, 9)
        except OSError:
            return 'a handle'
        return 'sent'
        """,
        expected="security",
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
        name="23 stop itself",
        code="import signal; os.kill(os.getpid(), signal.SIGSTOP)",
        expected="EPERM",
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
        name="own: kill its process group",
        code="return os.killpg(0, 9) or 'sent'",
        expected="EPERM",
        lesson="a group crosses PID namespaces and holds the zygote: only Landlock's scope"
        " is second",
    ),
    Attack(
        name="own: a fork in a user namespace of its own",
        code="return forked(os.fork()) if libc.unshare(0x30000000) == 0 else told(-1)",
        expected="security",
        lesson="capabilities in a namespace of one's own do not lift RLIMIT_NPROC",
    ),
    Attack(
        name="own: where the worker works",
        code="return os.readlink(f'/proc/{WORKER}/cwd') and 'granted'",
        expected="ENOENT | EACCES/EPERM",
        lesson="reading a link opens nothing: Landlock holds it by its rule for ptrace",
    ),
    Attack(
        name="own: signal with a value",
        code="""
        info = ctypes.create_string_buffer(128)
        return call('rt_sigqueueinfo', BYSTANDER, 9, info)
        """,
        expected="EPERM",
        lesson="there are five calls that send a signal, not one",
    ),
    Attack(
        name="own: tkill another",
        code="return call('tkill', BYSTANDER, 9).replace('granted', 'sent')",
        expected="EPERM",
        lesson="the old thread call takes any pid",
    ),
    Attack(
        name="own: stop itself as a thread",
        code="return call('tgkill', os.getpid(), os.getpid(), 19)"
        ".replace('granted', 'not stopped')",
        expected="not stopped | EPERM",
        lesson="pid 1 of a namespace cannot be stopped from within, not even by itself",
    ),
    Attack(
        name="own: where a neighbour's thread list lies",
        code="""
        head, size = ctypes.c_void_p(), ctypes.c_size_t()
        return call(
            'get_robust_list', BYSTANDER, ctypes.byref(head), ctypes.byref(size)
        )
        """,
        expected="ESRCH | EPERM",
        lesson="an allowed call takes a pid and tells an address: Landlock and the"
        " namespace hold it, not the filter",
    ),
    Attack(
        name="own: the limits of a neighbour",
        code="""
        import resource
        return str(resource.prlimit(BYSTANDER, resource.RLIMIT_CORE)) and 'granted'
        """,
        expected="ProcessLookupError/ESRCH | granted/EPERM",
        granted={
            "C": "a process of the same user tells its limits, which are no secret"
        },
        lesson="reading limits needs only the same user",
    ),
    Attack(
        name="own: the schedule of a neighbour",
        code="return str(os.sched_getaffinity(BYSTANDER)) and 'granted'",
        expected="ESRCH | granted",
        granted={"C": "tells that a pid exists, as stat does"},
        lesson="without a PID namespace every call with a pid is an oracle",
    ),
    Attack(
        name="own: move a neighbour to one core",
        code="return os.sched_setaffinity(BYSTANDER, {0}) or 'granted'",
        expected="EPERM",
        lesson="nothing that sets is on the list, whatever it sets",
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
    Attack(
        name="own: move its pages",
        code="return call('move_pages', BYSTANDER, 0, 0, 0, 0, 0)",
        expected="EPERM",
        lesson="memory policy calls reach other processes, too",
    ),
)
