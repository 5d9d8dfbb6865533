"""What every system has and WASI lacks, where an honest answer exists: one user, one processor, no permissions."""

import errno
import hashlib
import os

USER = 1000

# Absent, as the library expects where there are no processes; whoever names one is told why.
_PROCESS_FUNCTIONS = frozenset((
    "fork", "forkpty", "getpgid", "getpgrp", "getsid", "killpg", "nice", "openpty", "pipe", "pipe2", "setpgid",
    "setsid", "wait", "wait3", "wait4", "waitid", "WNOHANG",
))
_utime = os.utime


def _change_mode(path, mode, *, dir_fd=None, follow_symlinks=True):
    """The sandbox's files have no permissions: the change is one to nothing, if there is such a file."""
    os.stat(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


def _set_times(path, *arguments, **options):
    """The host sets the times of files, and not those of folders."""
    try:
        _utime(path, *arguments, **options)
    except IsADirectoryError:
        pass


def _derive_key(hash_name, password, salt, iterations, dklen=None):
    """hashlib.pbkdf2_hmac, which CPython has of OpenSSL alone (RFC 8018, section 5.2)."""
    import hmac

    if iterations < 1:
        raise ValueError("iteration value must be great than 0.")

    keyed = hmac.new(bytes(password), None, hash_name)
    length = keyed.digest_size if dklen is None else dklen
    if length < 1:
        raise ValueError("key length must be great than 0.")

    key = b""
    block = 0
    while len(key) < length:
        block += 1
        step = keyed.copy()
        step.update(bytes(salt) + block.to_bytes(4, "big"))
        last = step.digest()
        total = int.from_bytes(last, "big")
        for _ in range(iterations - 1):
            step = keyed.copy()
            step.update(last)
            last = step.digest()
            total ^= int.from_bytes(last, "big")

        key += total.to_bytes(keyed.digest_size, "big")

    return key[:length]


def _absent(name):
    if name in _PROCESS_FUNCTIONS:
        raise AttributeError(f"module 'os' has no attribute {name!r}: the sandbox has no processes", name=name, obj=os)

    raise AttributeError(f"module 'os' has no attribute {name!r}", name=name, obj=os)


def _no_child(pid, options, /):
    raise ChildProcessError(errno.ECHILD, "No child processes")


def _kill(pid, signal, /):
    raise ProcessLookupError(errno.ESRCH, "No such process: the sandbox has none but the script's own")


def _terminal_size(fd=1, /):
    raise OSError(errno.ENOTTY, "Inappropriate ioctl for device: the sandbox has no terminal")


def _file_mode_mask(mask, /):
    global _mask
    before, _mask = _mask, mask & 0o777
    return before


_mask = 0o022


def install():
    os.__getattr__ = _absent
    os.chmod = _change_mode
    os.utime = _set_times
    os.supports_fd.add(_set_times)
    os.supports_dir_fd.add(_set_times)
    os.supports_follow_symlinks.add(_set_times)
    hashlib.pbkdf2_hmac = _derive_key
    os.supports_follow_symlinks.add(_change_mode)
    os.supports_dir_fd.add(_change_mode)
    for name, value in (
        ("umask", _file_mode_mask), ("kill", _kill), ("getppid", lambda: 0), ("getuid", lambda: USER),
        ("geteuid", lambda: USER), ("getgid", lambda: USER), ("getegid", lambda: USER), ("getlogin", lambda: "user"),
        ("cpu_count", lambda: 1), ("process_cpu_count", lambda: 1), ("getloadavg", lambda: (0.0, 0.0, 0.0)),
        ("get_terminal_size", _terminal_size), ("waitpid", _no_child),
    ):
        if name == "cpu_count" or name == "process_cpu_count" or not hasattr(os, name):
            setattr(os, name, value)
