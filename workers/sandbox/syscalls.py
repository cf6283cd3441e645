"""Name the system calls a guest may, may partly and must never make.

Each entry is ``name:x86_64:aarch64``; ``-`` where an architecture lacks the call. The
aarch64 column has been checked by interpreting the filter and has never been executed.
What stands in no table is answered by EPERM.
"""

from typing import Literal

Machine = Literal["x86_64", "aarch64"]

# Memory, time, signals to oneself, reading what Landlock lets one open.
_ALLOW = """
    read:0:63 readv:19:65 write:1:64 writev:20:66 close:3:57 fstat:5:80
    newfstatat:262:79 stat:4:- lstat:6:- statx:332:291 lseek:8:62 getdents64:217:61
    access:21:- faccessat:269:48 faccessat2:439:439 readlink:89:- readlinkat:267:78
    getcwd:79:17 mmap:9:222 munmap:11:215 mremap:25:216 mprotect:10:226
    brk:12:214 rt_sigaction:13:134 rt_sigprocmask:14:135
    rt_sigreturn:15:139 sigaltstack:131:132 clock_gettime:228:113 clock_getres:229:114
    clock_nanosleep:230:115 nanosleep:35:101 gettimeofday:96:169 time:201:-
    times:100:153 getrandom:318:278 getpid:39:172 gettid:186:178 getppid:110:173
    getuid:102:174 geteuid:107:175 getgid:104:176 getegid:108:177 getresuid:118:148
    getresgid:120:150 getgroups:115:158 getpgrp:111:- exit:60:93 exit_group:231:94
    poll:7:- ppoll:271:73 select:23:- pselect6:270:72 sched_yield:24:124
    sched_getaffinity:204:123 sched_getparam:143:121 sched_getscheduler:145:120
    sched_get_priority_max:146:125 sched_get_priority_min:147:126 uname:63:160
    sysinfo:99:179 getrusage:98:165 restart_syscall:219:128 pread64:17:67
    preadv:295:69 set_robust_list:273:99 get_robust_list:274:100 rseq:334:293
    membarrier:324:283 fadvise64:221:223 statfs:137:43 fstatfs:138:44
    getpriority:140:141 getrlimit:97:163 dup:32:23 arch_prctl:158:-
    set_tid_address:218:96 setitimer:38:103 getitimer:36:102 alarm:37:- pause:34:-
"""

# Allowed or refused by their arguments; see workers/sandbox/seccomp.py.
_PARTLY = """
    open:2:- openat:257:56 fcntl:72:25 prlimit64:302:261 tgkill:234:131 ioctl:16:29
    clone3:435:435 madvise:28:233 futex:202:98
"""

# Nobody calls these by accident: the guest ends at once.
_KILL = """
    ptrace:101:117 process_vm_readv:310:270 process_vm_writev:311:271
    process_madvise:440:440 mount:165:40 umount2:166:39 pivot_root:155:41
    chroot:161:51 unshare:272:97 setns:308:268 bpf:321:280 perf_event_open:298:241
    io_uring_setup:425:425 io_uring_enter:426:426 io_uring_register:427:427
    keyctl:250:219 add_key:248:217 request_key:249:218 userfaultfd:323:282
    kexec_load:246:104 kexec_file_load:320:294 init_module:175:105
    finit_module:313:273 delete_module:176:106 open_by_handle_at:304:265
    name_to_handle_at:303:264 fanotify_init:300:262 move_mount:429:429
    open_tree:428:428 fsopen:430:430 fsmount:432:432 fsconfig:431:431
    mount_setattr:442:442 swapon:167:224 swapoff:168:225 reboot:169:142
    sethostname:170:161 setdomainname:171:162 iopl:172:- ioperm:173:- acct:163:89
    quotactl:179:60 pidfd_getfd:438:438 pidfd_open:434:434 kcmp:312:272 execve:59:221
    execveat:322:281 personality:135:92 modify_ldt:154:- lookup_dcookie:212:18
    nfsservctl:180:42 vhangup:153:58 syslog:103:116
"""


def _column(table: str, machine: Machine) -> dict[str, int]:
    position = 1 if machine == "x86_64" else 2
    entries = (entry.split(":") for entry in table.split())
    return {
        entry[0]: int(entry[position]) for entry in entries if entry[position] != "-"
    }


def allowed(machine: Machine) -> dict[str, int]:
    """Return the calls that are always allowed, by name."""
    return _column(_ALLOW, machine)


def partly(machine: Machine) -> dict[str, int]:
    """Return the calls whose arguments decide."""
    return _column(_PARTLY, machine)


def killed(machine: Machine) -> dict[str, int]:
    """Return the calls that end the guest."""
    return _column(_KILL, machine)
