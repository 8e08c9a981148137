"""The filter on system calls, run step by step as the kernel would."""

import struct

import pytest
from coursework.seccomp import (
    ALLOW,
    CLONE_THREAD,
    EPERM,
    ERRNO,
    KILL,
    MAP_GROWSDOWN,
    MAP_SHARED,
    REFUSED_EVERYWHERE,
    SYSTEMS,
    filter_program,
)

READ = {"x86_64": 0, "aarch64": 63}
# From the kernel's own tables: keys, shared memory, memfd, bpf, userfaultfd, perf, other processes'
# memory, sockets; and io_uring.
NUMBERS = {
    "x86_64": [248, 249, 250, 29, 319, 321, 323, 298, 310, 311, 41, 53],
    "aarch64": [217, 218, 219, 194, 279, 280, 282, 241, 270, 271, 198, 199],
}
IO_URING = [425, 426, 427]
MAP_PRIVATE, MAP_ANONYMOUS = 0x2, 0x20


def verdict(machine, number, *arguments, mark=None):
    system = SYSTEMS[machine]
    given = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("=iIQ6Q", number, mark or system["mark"], 0, *given)
    program = list(struct.iter_unpack("=HBBI", filter_program(machine)))
    at = value = 0
    while True:
        code, if_so, if_not, constant = program[at]
        at += 1
        match code:
            case 0x20:
                (value,) = struct.unpack_from("=I", data, constant)
            case 0x15:
                at += if_so if value == constant else if_not
            case 0x25:
                at += if_so if value > constant else if_not
            case 0x45:
                at += if_so if value & constant else if_not
            case 0x06:
                return constant
            case _:
                raise AssertionError(f"no such step: {code}")


@pytest.mark.parametrize("machine", SYSTEMS)
def test_what_outlives_a_sandbox_or_escapes_its_limits_is_refused(machine):
    refused = SYSTEMS[machine]["refused"] | REFUSED_EVERYWHERE
    assert set(NUMBERS[machine] + IO_URING) <= set(refused.values())
    for name, number in refused.items():
        assert verdict(machine, number) == ERRNO | EPERM, name
    assert verdict(machine, READ[machine]) == ALLOW
    assert verdict(machine, READ[machine], mark=1) == KILL
    assert verdict(machine, 0x40000001) == KILL


@pytest.mark.parametrize("machine", SYSTEMS)
def test_threads_may_be_started_and_no_process(machine):
    clone = SYSTEMS[machine]["clone"]
    assert verdict(machine, clone, 0x100 | CLONE_THREAD) == ALLOW
    assert verdict(machine, clone, 17) == ERRNO | EPERM


@pytest.mark.parametrize("machine", SYSTEMS)
def test_memory_that_no_limit_counts_cannot_be_had(machine):
    mmap = SYSTEMS[machine]["mmap"]
    for flags in [
        MAP_SHARED | MAP_ANONYMOUS,
        MAP_SHARED,
        MAP_SHARED | MAP_PRIVATE,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN,
    ]:
        assert verdict(machine, mmap, 0, 4096, 3, flags) == ERRNO | EPERM
    assert verdict(machine, mmap, 0, 4096, 3, MAP_PRIVATE | MAP_ANONYMOUS) == ALLOW
