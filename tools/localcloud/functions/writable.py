"""Only /tmp is writable, as on Lambda: Linux's Landlock for the process of an environment and all its children.

https://docs.kernel.org/userspace-api/landlock.html. No other system, and no kernel before 6.2, can do this; there,
handlers write everywhere. Used by zygote.py.
"""
import _frozen_importlib_external as loader
import ctypes
import os
import struct
import sys

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same numbers on all processors
NO_NEW_PRIVILEGES, PATH_BENEATH, OLDEST_VERSION = 38, 1, 3
WRITE_FILE = 1 << 1
# REMOVE_DIR and REMOVE_FILE, all MAKE_..., REFER (a rename to another folder) and TRUNCATE
CHANGES = WRITE_FILE | sum(1 << bit for bit in range(4, 15))
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty")


def is_supported():
    """Whether this system can restrict writes."""
    return sys.platform == "linux" and _libc().syscall(CREATE_RULESET, None, 0, 1) >= OLDEST_VERSION


def restrict(packages):
    """Lets this process and its children change only files in /tmp, and write only to DEVICES, from now on.

    Python writes compiled modules to a folder beside `packages`, since the folder of the code is not writable.
    """
    sys.pycache_prefix = os.path.join(os.path.dirname(packages), "bytecode")
    os.makedirs(sys.pycache_prefix, exist_ok=True)
    if is_supported():
        _restrict(["/tmp", sys.pycache_prefix])


def keep_no_part_of_bytecode():
    """Lets Python remove what it wrote of a compiled module to a full disk: no later process could import it. In
    .venv, whole_bytecode.pth does it (tools/create_environment.py)."""
    write = loader._write_atomic

    def write_whole(path, data, mode=0o666):
        write(path, data, mode)
        if os.stat(path).st_size != len(data):
            os.unlink(path)
    loader._write_atomic = write_whole


def _restrict(folders):
    """Lets this process and its children write only below the folders, by a ruleset of Landlock."""
    libc, access = _libc(), struct.pack("=Q", CHANGES)
    ruleset = libc.syscall(CREATE_RULESET, access, len(access), 0)
    for path, allowed in [*((folder, CHANGES) for folder in folders), *((device, WRITE_FILE) for device in DEVICES)]:
        if os.path.exists(path):
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
            libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", allowed, descriptor), 0)
            os.close(descriptor)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.syscall(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _libc():
    """The C library, through ctypes."""
    return ctypes.CDLL(None)
