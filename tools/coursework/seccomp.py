"""A filter on system calls under which a process can start threads and no other process, and reaches
nothing of the kernel that outlives it or that no limit counts: keyrings, sockets, shared memory.

A limit on the number of processes does not bind root, and counts what else a user runs; a filter
does neither. It is a program for the kernel's classic BPF machine, see seccomp(2)."""

import platform
import struct

LOAD, JUMP_IF_EQUAL, JUMP_IF_SET, JUMP_IF_ABOVE, RETURN = 0x20, 0x15, 0x45, 0x25, 0x06
NUMBER, ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
FIRST_ARGUMENT, FOURTH_ARGUMENT = 16, 40
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, ENOSYS = 1, 38
CLONE_THREAD = 0x10000
# Memory of neither kind counts as a process's data, so no limit binds it.
MAP_SHARED, MAP_GROWSDOWN = 0x1, 0x100

# By name for each architecture. From 424 on all architectures have the same numbers.
SYSTEMS = {
    "x86_64": {
        "mark": 0xC000003E,
        "clone": 56,
        "mmap": 9,
        "refused": {
            "fork": 57,
            "vfork": 58,
            "ptrace": 101,
            "unshare": 272,
            "setns": 308,
            "mount": 165,
            "umount2": 166,
            "pivot_root": 155,
            "process_vm_readv": 310,
            "process_vm_writev": 311,
            "kcmp": 312,
            "add_key": 248,
            "request_key": 249,
            "keyctl": 250,
            "bpf": 321,
            "perf_event_open": 298,
            "userfaultfd": 323,
            "memfd_create": 319,
            "shmget": 29,
            "semget": 64,
            "msgget": 68,
            "mq_open": 240,
            "socket": 41,
            "socketpair": 53,
        },
        "above": 0x40000000,  # the numbers of the x32 variant
    },
    "aarch64": {
        "mark": 0xC00000B7,
        "clone": 220,
        "mmap": 222,
        "refused": {
            "ptrace": 117,
            "unshare": 97,
            "setns": 268,
            "mount": 40,
            "umount2": 39,
            "pivot_root": 41,
            "process_vm_readv": 270,
            "process_vm_writev": 271,
            "kcmp": 272,
            "add_key": 217,
            "request_key": 218,
            "keyctl": 219,
            "bpf": 280,
            "perf_event_open": 241,
            "userfaultfd": 282,
            "memfd_create": 279,
            "shmget": 194,
            "semget": 190,
            "msgget": 186,
            "mq_open": 180,
            "socket": 198,
            "socketpair": 199,
        },
        "above": 0x40000000,
    },
}
REFUSED_EVERYWHERE = {
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "mount_setattr": 442,
    "pidfd_getfd": 438,
    "memfd_secret": 447,
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
    for number in [*system["refused"].values(), *REFUSED_EVERYWHERE.values()]:
        program += [(JUMP_IF_EQUAL, 0, 1, number), (RETURN, 0, 0, ERRNO | EPERM)]
    program += [
        (JUMP_IF_EQUAL, 0, 4, system["clone"]),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (JUMP_IF_SET, 1, 0, CLONE_THREAD),
        (RETURN, 0, 0, ERRNO | EPERM),
        (RETURN, 0, 0, ALLOW),
        (JUMP_IF_EQUAL, 0, 3, system["mmap"]),
        (LOAD, 0, 0, FOURTH_ARGUMENT),
        (JUMP_IF_SET, 0, 1, MAP_SHARED | MAP_GROWSDOWN),
        (RETURN, 0, 0, ERRNO | EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in program)
