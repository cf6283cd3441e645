"""Other processes: none can be hit, read or watched."""

from workers.sandbox.attacks.attack import Attack

_KILL = "return os.kill({pid}, {signal}) or 'sent'"

LISTED = (
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
        name="23 stop itself",
        code="import signal; os.kill(os.getpid(), signal.SIGSTOP)",
        expected="EPERM",
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
        name="own: move its pages",
        code="return call('move_pages', BYSTANDER, 0, 0, 0, 0, 0)",
        expected="EPERM",
        lesson="memory policy calls reach other processes, too",
    ),
)
