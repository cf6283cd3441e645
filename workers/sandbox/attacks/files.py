"""Files: nothing but the interpreter can be read, nothing at all can be written."""

from workers.sandbox.attacks.attack import Attack

_ABSENT = "ENOENT | EACCES"
_STAT = {"C": "Landlock does not hide whether a path exists; its content stays shut"}

LISTED = (
    Attack(
        name="1 passwd",
        code="return leak(open('/etc/passwd').read())",
        expected=_ABSENT,
    ),
    Attack(
        name="2 hidden tests", code="return leak(open(SECRET).read())", expected=_ABSENT
    ),
    Attack(
        name="3 list the root", code="return news(os.listdir('/'))", expected="EACCES"
    ),
    Attack(
        name="3 list the runtime's parent",
        code="return news(os.listdir(os.path.dirname(os.__file__) + '/../../../..'))",
        expected="EACCES",
    ),
    Attack(
        name="4 guest source",
        code="return open(sys.modules['workers.guest.drive'].__file__).read() and 'source'",
        expected="EACCES",
    ),
    Attack(
        name="4 zygote source",
        code="return open(sys.modules['workers.guest.lockdown'].__file__).read() and 'source'",
        expected="EACCES",
    ),
    Attack(
        name="5 proc environ",
        code="return leak(open('/proc/self/environ').read())",
        expected=_ABSENT,
    ),
    Attack(
        name="5 the worker's environ",
        code="return leak(open(f'/proc/{WORKER}/environ').read())",
        expected=_ABSENT,
    ),
    Attack(
        name="5 a neighbour's command line",
        code="return leak(open(f'/proc/{BYSTANDER}/cmdline').read())",
        expected=_ABSENT,
    ),
    Attack(
        name="5 proc maps",
        code="return open('/proc/self/maps').read()[:9] and 'granted'",
        expected=_ABSENT,
    ),
    Attack(
        name="5 proc mem",
        code="return open(f'/proc/{WORKER}/mem', 'rb') and 'granted'",
        expected=_ABSENT,
    ),
    Attack(
        name="6 sys",
        code="return open('/sys/kernel/notes', 'rb').read() and 'granted'",
        expected=_ABSENT,
    ),
    Attack(
        name="6 dev", code="return open('/dev/null') and 'granted'", expected=_ABSENT
    ),
    Attack(
        name="6 shm",
        code="return news(os.listdir('/dev/shm') + ['x'])",
        expected=_ABSENT,
    ),
    Attack(
        name="6 cgroupfs", code="return news(os.listdir('/sys/fs'))", expected=_ABSENT
    ),
    Attack(
        name="7 stat oracle",
        code="return os.stat('/etc/passwd').st_size and 'granted'",
        expected="ENOENT | granted",
        granted=_STAT,
    ),
    Attack(
        name="8 dots",
        code="return leak(open('/usr/../etc/passwd').read())",
        expected=_ABSENT,
    ),
    Attack(
        name="8 proc root",
        code="return leak(open('/proc/self/root/etc/passwd').read())",
        expected=_ABSENT,
    ),
    Attack(
        name="8 chroot", code="return os.chroot('/') or 'granted'", expected="security"
    ),
    Attack(name="9 write temp", code="return put(f'/tmp/{NAME}-x')", expected="EPERM"),
    Attack(name="9 write outside", code="return put(OPEN + '/x')", expected="EPERM"),
    Attack(name="9 write here", code="return put('x')", expected="EPERM"),
    Attack(
        name="9 write stdlib", code="return put(os.__file__, 'a')", expected="EPERM"
    ),
    Attack(name="10 mkdir", code="os.mkdir(OPEN + '/x')", expected="EPERM"),
    Attack(name="10 symlink", code="os.symlink('/etc', OPEN + '/x')", expected="EPERM"),
    Attack(
        name="10 hardlink",
        code="os.link(os.__file__, OPEN + '/x')",
        expected="EPERM",
    ),
    Attack(name="10 fifo", code="os.mkfifo(OPEN + '/x')", expected="EPERM"),
    Attack(name="10 truncate", code="os.truncate(VICTIM, 0)", expected="EPERM"),
    Attack(
        name="10 truncate stdlib", code="os.truncate(os.__file__, 0)", expected="EPERM"
    ),
    Attack(name="10 chmod", code="os.chmod(VICTIM, 0o600)", expected="EPERM"),
    Attack(
        name="10 chmod stdlib", code="os.chmod(os.__file__, 0o777)", expected="EPERM"
    ),
    Attack(
        name="11 memfd",
        code="return os.write(os.memfd_create('x'), b'x' * 4096) and 'granted'",
        expected="EPERM",
    ),
    Attack(
        name="12 poisoned bytecode",
        code="""
        import importlib.util
        return put(importlib.util.cache_from_source(os.__file__), 'r+b')
        """,
        expected="EPERM",
    ),
    Attack(
        name="12 bytecode of a module nobody loaded yet",
        code="""
        folder = os.path.dirname(os.__file__)
        return put(folder + '/__pycache__/this.cpython-311.pyc', 'wb')
        """,
        expected="EPERM",
    ),
    Attack(
        name="12 pth",
        code="return put(os.path.dirname(np.__file__) + '/../x.pth')",
        expected="EPERM",
    ),
)

BEYOND = (
    Attack(
        name="own: unlink",
        code="os.unlink(VICTIM)",
        expected="EPERM",
        lesson="removing needs no open file, so the filter must know it by itself",
    ),
    Attack(
        name="own: rename",
        code="os.rename(VICTIM, OPEN + '/x')",
        expected="EPERM",
        lesson="as unlink: Landlock alone holds it once the filter is gone",
    ),
    Attack(
        name="own: O_TMPFILE",
        code="return os.open(OPEN, os.O_TMPFILE | os.O_RDWR) and 'granted'",
        expected="EPERM",
        lesson="a file without a name shares a bit with O_DIRECTORY: test its own bit",
    ),
    Attack(
        name="own: O_PATH then openat",
        code="""
        at = os.open('/', os.O_PATH)
        return os.read(os.open('etc/passwd', 0, dir_fd=at), 99).decode()
        """,
        expected=_ABSENT,
        lesson="O_PATH is beyond Landlock's reach, and what is opened through it is not",
    ),
    Attack(
        name="own: openat2",
        code="""
        how = (ctypes.c_uint64 * 3)(os.O_WRONLY | os.O_CREAT, 0o600, 0)
        path = (OPEN + '/x').encode()
        return call('openat2', -100, path, ctypes.byref(how), 24)
        """,
        expected="EPERM",
        lesson="its flags lie behind a pointer no filter can read: refuse it whole",
    ),
    Attack(
        name="own: np.load of a path",
        code="return np.load(SECRET, allow_pickle=True) and 'granted'",
        expected=_ABSENT,
        lesson="NumPy's own readers go the same way as open()",
    ),
    Attack(
        name="own: np.memmap for writing",
        code="return np.memmap(os.__file__, mode='r+') and 'granted'",
        expected="EPERM",
        lesson="a shared mapping would write without write()",
    ),
    Attack(
        name="own: a shared mapping made writable",
        code="""
        import mmap
        fd = os.open(os.__file__, 0)
        page = mmap.mmap(fd, 4096, prot=mmap.PROT_READ)
        at = np.frombuffer(page, 'u1').ctypes.data
        return told(libc.mprotect(ctypes.c_void_p(at), 4096, 3))
        """,
        expected="EACCES",
        lesson="mprotect is allowed, yet a file opened for reading never maps writable",
    ),
    Attack(
        name="own: extended attributes",
        code="os.setxattr(VICTIM, 'user.x', b'1')",
        expected="EPERM",
        lesson="data can hide beside a file's content",
    ),
    Attack(
        name="own: change times",
        code="os.utime(VICTIM, (1, 1))",
        expected="EPERM",
        lesson="Landlock has no right for time stamps: a read-only mount is the second",
    ),
    Attack(
        name="own: list the mounts",
        code="""
        ask = (ctypes.c_uint64 * 4)(24, 0xffffffffffffffff, 0, 0)
        return call('listmount', ask, (ctypes.c_uint64 * 9)(), 9, 0)
        """,
        expected="EPERM",
        lesson="new calls arrive with every kernel: what is not listed is refused",
    ),
    Attack(
        name="own: poison the page cache through libc",
        code="""
        at = ctypes.cast(libc.getppid, ctypes.c_void_p).value & ~4095
        assert libc.mprotect(ctypes.c_void_p(at), 8192, 7) == 0
        ctypes.memset(at, 0xcc, 4096)
        return "its own copy only"
        """,
        expected="its own copy only/crash",
        lesson="a private page is copied when written: the neighbour keeps the right one",
    ),
)
