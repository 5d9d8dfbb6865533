"""Processes: a script of the same skill runs as an invocation of its own, and every other program is refused by name.

The refusal is a FileNotFoundError, as for a program that is not installed, so that a script which can do without takes
the way that it has for that.
"""

import errno
import io
import os
import posixpath
import shlex
import subprocess
import sys
import threading

import boternity_host

SKILL = "/skill"

_SCRIPTS = (".py", ".pyw", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".sh")
_INTERPRETERS = frozenset(("python", "python3", "python3.13", "node", "nodejs"))
_SHELL_SIGNS = frozenset("|&;<>()$`\\\"'*?[]#~=%{}\n")
_original = subprocess.Popen


def refusal(program, reason="programs cannot run in the sandbox, only scripts of the same skill"):
    return FileNotFoundError(errno.ENOENT, reason, program)


def _text(value):
    return os.fsdecode(value)


def _words(arguments, shell, executable):
    """The command as a list of words; a shell's line only when it has nothing but words in it."""
    if isinstance(arguments, (str, bytes, os.PathLike)):
        line = _text(arguments)
        if not shell:
            words = [line]
        elif _SHELL_SIGNS.isdisjoint(line.replace('"', "").replace("'", "")):
            words = shlex.split(line)
        else:
            words = shlex.split(line, comments=False)[:1] if _quoted(line) else [line]
            raise refusal(words[0] if words else line, "the sandbox has no shell, and no program runs in it")
    else:
        words = [_text(word) for word in arguments]
        if shell:
            raise refusal(words[0] if words else "", "the sandbox has no shell, and no program runs in it")

    if executable is not None and words:
        words[0] = _text(executable)

    if not words:
        raise IndexError("list index out of range")

    return words


def _quoted(line):
    try:
        shlex.split(line)
    except ValueError:
        return False

    return True


def script_of(words, directory):
    """The path of the skill's script that a command runs, and its arguments; refuses every other command."""
    program, rest = words[0], words[1:]
    name = posixpath.basename(program)
    if name in _INTERPRETERS:
        while rest and rest[0].startswith("-") and rest[0] != "-":
            if name.startswith("python") and rest[0] in ("-W", "-X") and len(rest) > 1:
                rest = rest[2:]
            elif name.startswith("python") and rest[0][1:2] not in ("c", "m", "-"):
                rest = rest[1:]
            else:
                raise refusal(f"{name} {rest[0]}")

        if not rest or rest[0] == "-":
            raise refusal(name)

        path, rest = rest[0], rest[1:]
    elif name.endswith(_SCRIPTS) and "/" in program:
        path = program
    else:
        raise refusal(program)

    full = posixpath.normpath(posixpath.join(directory, path))
    if not posixpath.isabs(path) and not os.path.exists(full):
        # As the skill's text names it: from the folder of the skill.
        full = posixpath.normpath(posixpath.join(SKILL, path))

    if not full.startswith(SKILL + "/"):
        full = posixpath.normpath(os.path.realpath(full))
        if not full.startswith(SKILL + "/"):
            raise refusal(path)

    return full[len(SKILL) + 1:], rest


class _Output(io.RawIOBase):
    """A pipe from an invocation, which runs when it is first read."""

    def __init__(self, process, name):
        self._process = process
        self._name = name
        self._source = None

    def readable(self):
        return True

    def readinto(self, buffer):
        if self._source is None:
            self._process._complete()
            self._source = io.BytesIO(getattr(self._process, self._name))

        return self._source.readinto(buffer)


class _Input(io.RawIOBase):
    """A pipe to an invocation: what is written is kept for it until it runs."""

    def __init__(self):
        self.kept = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.kept += data
        return memoryview(data).nbytes


class Popen(_original):
    """subprocess.Popen over an invocation, which runs to its end at once, or when its output is asked for."""

    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None,
                 close_fds=True, shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None,
                 creationflags=0, restore_signals=True, start_new_session=False, pass_fds=(), *, user=None, group=None,
                 extra_groups=None, encoding=None, errors=None, text=None, umask=-1, pipesize=-1, process_group=None):
        self.args = args
        self.stdin = self.stdout = self.stderr = None
        self.pid = None
        self.returncode = None
        self.encoding = encoding
        self.errors = errors
        self.text_mode = bool(encoding or errors or text or universal_newlines)
        self._communication_started = False
        self._input = None
        self._waitpid_lock = threading.Lock()
        self._child_created = False
        self._out = self._error = b""
        if pass_fds or preexec_fn is not None:
            raise ValueError("preexec_fn and pass_fds need a process, which the sandbox does not have")

        directory = os.getcwd() if cwd is None else os.path.abspath(_text(cwd))
        self._path, self._arguments = script_of(_words(args, shell, executable), directory)
        self._environment = {_text(k): _text(v) for k, v in (os.environ if env is None else env).items()}
        self._environment["PWD"] = directory
        self._targets = (stdout, stderr)
        self._given = stdin
        if stdin == subprocess.PIPE:
            self._sink = _Input()
            self.stdin = self._wrap(io.BufferedWriter(self._sink), True)

        if stdout == subprocess.PIPE:
            self.stdout = self._wrap(io.BufferedReader(_Output(self, "_out")), False)

        if stderr == subprocess.PIPE:
            self.stderr = self._wrap(io.BufferedReader(_Output(self, "_error")), False)

        self.pid = 2
        if stdin != subprocess.PIPE:
            self._complete()

    def _wrap(self, stream, writes):
        if not self.text_mode:
            return stream

        return io.TextIOWrapper(stream, encoding=self.encoding or "utf-8", errors=self.errors, write_through=writes)

    def _standard_input(self):
        if self._given == subprocess.PIPE:
            if not self.stdin.closed:
                self.stdin.close()

            return bytes(self._sink.kept)

        if self._given is None or self._given == subprocess.DEVNULL:
            return b""

        descriptor = self._given if isinstance(self._given, int) else self._given.fileno()
        parts = []
        while part := os.read(descriptor, 65536):
            parts.append(part)

        return b"".join(parts)

    def _complete(self):
        if self.returncode is not None:
            return

        header = {"path": self._path, "arguments": self._arguments, "environment": self._environment}
        answer, output = boternity_host.request(boternity_host.SCRIPT, header, self._standard_input())
        failure = boternity_host.error_of(answer, self._path)
        if failure is not None:
            raise failure

        length = answer["stdoutLength"]
        out, error = output[:length], output[length:]
        stdout, stderr = self._targets
        if stderr == subprocess.STDOUT:
            out, error = out + error, b""

        self._out = self._deliver(out, stdout, 1)
        self._error = self._deliver(error, stderr, 2) if stderr != subprocess.STDOUT else b""
        self.returncode = answer["exitCode"]

    @staticmethod
    def _deliver(data, target, inherited):
        if target == subprocess.PIPE:
            return data

        if target != subprocess.DEVNULL:
            descriptor = inherited if target is None else target if isinstance(target, int) else target.fileno()
            while data:
                data = data[os.write(descriptor, data):]

        return b""

    def communicate(self, input=None, timeout=None):
        if self.stdin is not None and input:
            self.stdin.write(input)

        self._complete()
        return tuple(None if stream is None else stream.read() for stream in (self.stdout, self.stderr))

    def poll(self):
        return self.returncode

    def wait(self, timeout=None):
        self._complete()
        return self.returncode

    def send_signal(self, sig):
        self._complete()

    def terminate(self):
        self._complete()

    kill = terminate

    def __del__(self, *_):
        pass


def _system(command):
    return subprocess.call(command, shell=True) << 8


class _Pipe:
    """What os.popen gives: a stream whose close tells how the command ended."""

    def __init__(self, stream, process):
        self._stream = stream
        self._process = process

    def close(self):
        self._stream.close()
        return self._process.wait() << 8 or None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


def _popen(cmd, mode="r", buffering=-1):
    if mode == "r":
        process = subprocess.Popen(cmd, shell=True, text=True, stdout=subprocess.PIPE)
        return _Pipe(process.stdout, process)

    if mode == "w":
        process = subprocess.Popen(cmd, shell=True, text=True, stdin=subprocess.PIPE)
        return _Pipe(process.stdin, process)

    raise ValueError(f"invalid mode {mode!r}")


def _refused_program(name):
    def refuse(*arguments, **options):
        position = 1 if name.startswith("spawn") else 0
        raise refusal(_text(arguments[position]) if len(arguments) > position else name)

    refuse.__name__ = refuse.__qualname__ = name
    return refuse


def _start_thread(function, *arguments, **options):
    raise RuntimeError("can't start new thread: the sandbox has no threads")


def install():
    import _thread

    subprocess.Popen = Popen
    subprocess._can_fork_exec = True
    os.system = _system
    os.popen = _popen
    for name in ("execl", "execle", "execlp", "execlpe", "execv", "execve", "execvp", "execvpe", "posix_spawn",
                 "posix_spawnp", "spawnl", "spawnle", "spawnv", "spawnve", "spawnvp", "spawnvpe"):
        setattr(os, name, _refused_program(name))

    for module in (_thread, threading):
        for name in ("start_new_thread", "start_joinable_thread", "_start_new_thread", "_start_joinable_thread"):
            if hasattr(module, name):
                setattr(module, name, _start_thread)
