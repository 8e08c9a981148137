"""A filter on system calls under which a process can start threads and no other process.

A limit on the number of processes does not bind root, and counts what else a user runs; a filter
does neither. It is a program for the kernel's classic BPF machine, see seccomp(2)."""

import platform
import struct

LOAD, JUMP_IF_EQUAL, JUMP_IF_SET, JUMP_IF_ABOVE, RETURN = 0x20, 0x15, 0x45, 0x25, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, ENOSYS = 1, 38
CLONE_THREAD = 0x10000

# Architecture's mark, clone, and what else starts a process or leaves the sandbox.
SYSTEMS = {
    "x86_64": {
        "mark": 0xC000003E,
        "clone": 56,
        # fork, vfork, ptrace, mount, umount2, pivot_root, unshare, setns
        "refused": [57, 58, 101, 165, 166, 155, 272, 308],
        "above": 0x40000000,  # the numbers of the x32 variant
    },
    "aarch64": {
        "mark": 0xC00000B7,
        "clone": 220,
        "refused": [117, 40, 39, 41, 97, 268],
        "above": 0x40000000,
    },
}
CLONE3 = 435  # its flags lie in memory, out of a filter's sight: the C library falls back to clone


def filter_program(machine=None):
    """The bytes of the filter, or None on a machine that it is not written for."""
    system = SYSTEMS.get(machine or platform.machine())
    if system is None:
        return None
    program = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_IF_EQUAL, 1, 0, system["mark"]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (JUMP_IF_ABOVE, 0, 1, system["above"]),
        (RETURN, 0, 0, KILL),
        (JUMP_IF_EQUAL, 0, 1, CLONE3),
        (RETURN, 0, 0, ERRNO | ENOSYS),
    ]
    for number in system["refused"]:
        program += [(JUMP_IF_EQUAL, 0, 1, number), (RETURN, 0, 0, ERRNO | EPERM)]
    program += [
        (JUMP_IF_EQUAL, 0, 3, system["clone"]),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (JUMP_IF_SET, 1, 0, CLONE_THREAD),
        (RETURN, 0, 0, ERRNO | EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in program)
