"""The first fence on Linux: a filter in the kernel refuses connections, programs, processes and every open for writing.

The filter is a list of small instructions (classic BPF). It sees the number of a call and its plain arguments, never
what a pointer points to; so calls that hide their flags behind a pointer are answered with "no such call".
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterator
from typing import Final

from evenstep.sources.apart.syscalls import MACHINES, NEWEST, UNKNOWN_TO_US, Machine

LOAD, EQUALS, ABOVE, ANY_BIT, ANSWER = 0x20, 0x15, 0x25, 0x45, 0x06
ALLOW: Final = 0x7FFF0000
KILL: Final = 0x80000000
NUMBER, ARCH, ARGUMENTS = 0, 4, 16  # where they stand in what the filter is given

WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
CLONE_THREAD: Final = 0x10000
IOCTLS: Final = (0x5401, 0x5413, 0x541B, 0x5450, 0x5451)  # is it a terminal, how wide, how much waits, close on exec

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
SET_MODE_FILTER, ALL_THREADS = 1, 1
SIGKILL: Final = 9

Step = tuple[int, int, int, int]
"""Instruction, steps to leap when true, steps to leap when not, value."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def refuse_calls() -> bool:
    """Put the filter over all threads of this process, for good. False where this system has none."""
    if sys.platform != "linux" or sys.maxsize < 2**32:
        return False
    machine = MACHINES.get(os.uname().machine)
    if machine is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)  # a reader does not outlive whoever asked
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)  # and nobody looks into its memory
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    steps = list(filter_steps(machine, os.getpid()))
    packed = b"".join(struct.pack("=HBBI", *step) for step in steps)
    program = _Program(len(steps), packed)
    return bool(libc.syscall(machine.seccomp, SET_MODE_FILTER, ALL_THREADS, ctypes.byref(program)) == 0)


def filter_steps(machine: Machine, own_pid: int) -> Iterator[Step]:
    """The whole filter: what is refused first, everything else allowed."""
    yield (LOAD, 0, 0, ARCH)
    yield (EQUALS, 1, 0, machine.arch)
    yield (ANSWER, 0, 0, KILL)  # another set of calls than the one we know
    yield (LOAD, 0, 0, NUMBER)
    for number in UNKNOWN_TO_US:
        yield from _when(EQUALS, number, errno.ENOSYS)
    yield from _when(ABOVE, NEWEST, errno.ENOSYS)  # newer calls, and the second table of x86_64
    for number in machine.refused:
        yield from _when(EQUALS, number, errno.EPERM)
    yield from _argument(machine.openat, 2, [(ANY_BIT, WRITES)], refused_when=True)
    if machine.open is not None:
        yield from _argument(machine.open, 1, [(ANY_BIT, WRITES)], refused_when=True)
    yield from _argument(machine.clone, 0, [(ANY_BIT, CLONE_THREAD)], refused_when=False)
    for number in (machine.kill, machine.tgkill):
        yield from _argument(number, 0, [(EQUALS, own_pid)], refused_when=False)
    yield from _argument(machine.ioctl, 1, [(EQUALS, wanted) for wanted in IOCTLS], refused_when=False)
    yield (ANSWER, 0, 0, ALLOW)


def _when(test: int, value: int, error: int) -> Iterator[Step]:
    """Refuse with ``error`` when the test of the call's number holds."""
    yield (test, 0, 1, value)
    yield (ANSWER, 0, 0, _no(error))


def _argument(number: int, place: int, tests: list[tuple[int, int]], *, refused_when: bool) -> Iterator[Step]:
    """For one call: refuse it when one of the tests of an argument (its lower half) holds, or when none holds."""
    yield (EQUALS, 0, len(tests) + 3, number)
    yield (LOAD, 0, 0, ARGUMENTS + 8 * place)
    for left, (test, value) in zip(range(len(tests), 0, -1), tests, strict=True):
        yield (test, left, 0, value)
    yield (ANSWER, 0, 0, ALLOW if refused_when else _no(errno.EPERM))
    yield (ANSWER, 0, 0, _no(errno.EPERM) if refused_when else ALLOW)


def _no(error: int) -> int:
    return 0x00050000 | error
