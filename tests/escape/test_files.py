"""Files: nothing but the interpreter can be read, nothing at all can be written."""

import pytest

pytestmark = pytest.mark.sandbox
ABSENT = "FileNotFoundError | PermissionError"

CASES = {
    "1 passwd": ("open('/etc/passwd')", ABSENT),
    "2 hidden tests": (f"open({__file__!r})", ABSENT),
    "3 list the root": ("import os; os.listdir('/')", "PermissionError"),
    "3 list the runtime's parent": (
        "import os, sys; os.listdir(os.path.dirname(sys.prefix.rstrip('/')) + '/..')",
        "PermissionError",
    ),
    "4 guest source": (
        "import sys; open(sys.modules['workers.guest.drive'].__file__).read()",
        "PermissionError",
    ),
    "5 proc environ": ("open('/proc/self/environ')", ABSENT),
    "5 proc maps": ("open('/proc/self/maps')", ABSENT),
    "5 proc mem": ("open('/proc/1/mem')", ABSENT),
    "6 sys": ("open('/sys/kernel/notes')", ABSENT),
    "6 dev": ("open('/dev/null')", ABSENT),
    "6 shm": ("import os; os.listdir('/dev/shm')", ABSENT),
    "6 cgroupfs": ("import os; os.listdir('/sys/fs/cgroup')", ABSENT),
    "7 stat oracle": (
        "import os; return bool(os.stat('/etc/passwd').st_size)",
        "FileNotFoundError | True",
    ),
    "8 dots": ("open('/usr/../etc/passwd')", ABSENT),
    "8 proc root": ("open('/proc/self/root/etc/passwd')", ABSENT),
    "8 chroot": ("import os; os.chroot('/')", "security"),
    "9 write temp": ("open('/tmp/x', 'w')", "PermissionError"),
    "9 write here": ("open('x', 'w')", "PermissionError"),
    "9 write stdlib": ("import os; open(os.__file__, 'a')", "PermissionError"),
    "10 mkdir": ("import os; os.mkdir('/tmp/x')", "PermissionError"),
    "10 symlink": ("import os; os.symlink('/etc', '/tmp/x')", "PermissionError"),
    "10 hardlink": ("import os; os.link(os.__file__, '/tmp/x')", "PermissionError"),
    "10 fifo": ("import os; os.mkfifo('/tmp/x')", "PermissionError"),
    "10 truncate": ("import os; os.truncate(os.__file__, 0)", "PermissionError"),
    "10 chmod": ("import os; os.chmod(os.__file__, 0o777)", "PermissionError"),
    "11 memfd": ("import os; os.memfd_create('x')", "PermissionError"),
    "12 poisoned bytecode": (
        """
        import importlib.util, os
        cached = importlib.util.cache_from_source(os.__file__)
        open(cached, 'r+b')
        """,
        "PermissionError",
    ),
    "12 pth": (
        "import numpy, os; open(os.path.dirname(numpy.__file__) + '/../x.pth', 'w')",
        "PermissionError",
    ),
    "own: unlink": ("import os; os.unlink(os.__file__)", "PermissionError"),
    "own: rename": ("import os; os.rename(os.__file__, '/x')", "PermissionError"),
    "own: O_TMPFILE": (
        "import os; os.open('/tmp', os.O_TMPFILE | os.O_RDWR)",
        "PermissionError",
    ),
    "own: O_PATH then openat": (
        "import os; at = os.open('/', os.O_PATH); os.open('etc/passwd', 0, dir_fd=at)",
        ABSENT,
    ),
    "own: np.load a path": ("np.load('/etc/passwd')", ABSENT),
    "own: np.memmap for writing": (
        "import os; np.memmap(os.__file__, mode='r+')",
        "PermissionError",
    ),
    "own: extended attributes": (
        "import os; os.setxattr(os.__file__, 'user.x', b'1')",
        "PermissionError",
    ),
    "own: change times": ("import os; os.utime(os.__file__)", "PermissionError"),
}


@pytest.mark.parametrize(("code", "expected"), CASES.values(), ids=CASES)
def test_files_outside_stay_out_of_reach(attack, code, expected):
    seen, wanted = attack(code, expected)
    assert seen == wanted
