"""The numbers of the system calls that a reader may not make, on the two kinds of processor we know them for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# name: (x86_64, aarch64); None where that processor has no such call
# fmt: off
REFUSED: Final[dict[str, tuple[int | None, int | None]]] = {
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206), "sendmsg": (46, 211), "sendmmsg": (307, 269),
    "recvmsg": (47, 212), "recvmmsg": (299, 243), "fork": (57, None), "vfork": (58, None), "execve": (59, 221),
    "execveat": (322, 281), "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "kcmp": (312, 272), "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "tkill": (200, 130),
    "creat": (85, None), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    "unlink": (87, None), "unlinkat": (263, 35), "rmdir": (84, None), "mkdir": (83, None), "mkdirat": (258, 34),
    "mknod": (133, None), "mknodat": (259, 33), "link": (86, None), "linkat": (265, 37), "symlink": (88, None),
    "symlinkat": (266, 36), "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "chown": (92, None),
    "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54), "truncate": (76, 45), "ftruncate": (77, 46),
    "fallocate": (285, 47), "utime": (132, None), "utimes": (235, None), "futimesat": (261, None),
    "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16), "memfd_create": (319, 279),
    "memfd_secret": (447, 447), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "move_mount": (429, 429), "open_tree": (428, 428), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "unshare": (272, 97), "setns": (308, 268),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "add_key": (248, 217),
    "request_key": (249, 218), "keyctl": (250, 219), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225), "quotactl": (179, 60), "quotactl_fd": (443, 443),
    "acct": (163, 89), "settimeofday": (164, 170), "clock_settime": (227, 112), "clock_adjtime": (305, 266),
    "adjtimex": (159, 171), "sethostname": (170, 161), "setdomainname": (171, 162), "shmget": (29, 194),
    "shmat": (30, 196), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180), "splice": (275, 76),
    "tee": (276, 77), "vmsplice": (278, 75), "copy_file_range": (326, 285), "sendfile": (40, 71),
    "syslog": (103, 116), "personality": (135, 92), "inotify_init": (253, None), "inotify_init1": (294, 26),
    "fanotify_init": (300, 262), "ioperm": (173, None), "iopl": (172, None), "modify_ldt": (154, None),
    "uselib": (134, None), "nfsservctl": (180, 42), "lookup_dcookie": (212, 18), "process_mrelease": (448, 448),
    "io_setup": (206, 0), "io_submit": (209, 2), "setpriority": (141, 140), "ioprio_set": (251, 30),
    "sched_setattr": (314, 274), "setuid": (105, 146), "setgid": (106, 144), "setreuid": (113, 145),
    "setregid": (114, 143), "setresuid": (117, 147), "setresgid": (119, 149), "setgroups": (116, 159),
}
# fmt: on
"""Connections, programs, other processes, whatever makes, changes or names a file, and doors into the kernel."""


@dataclass(frozen=True)
class Machine:
    """One kind of processor: its name in the filter, and the calls that are looked at more closely."""

    arch: int
    refused: tuple[int, ...]
    seccomp: int
    openat: int
    clone: int
    kill: int
    tgkill: int
    ioctl: int
    open: int | None = None  # the old call, only where it is


UNKNOWN_TO_US: Final = (435, 437)
"""clone3 and openat2 take their flags where a filter cannot see them; libraries then use clone and openat."""

NEWEST: Final = 450
"""Later calls are answered with "there is no such call", which every library can live with."""


def _refused(column: int) -> tuple[int, ...]:
    return tuple(number for pair in REFUSED.values() if (number := pair[column]) is not None)


MACHINES: Final = {
    "x86_64": Machine(0xC000003E, _refused(0), 317, 257, 56, 62, 234, 16, open=2),
    "aarch64": Machine(0xC00000B7, _refused(1), 277, 56, 220, 129, 131, 29),
}
