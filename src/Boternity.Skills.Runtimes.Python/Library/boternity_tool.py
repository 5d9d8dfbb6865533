"""A tool skill in Python: its module is evaluated once, when the skill is installed, and executed in every run.

The component's C calls load, then execute, each of which answers whether it went well, and a text.
"""

import gc
import io
import sys
import types

import _boternity_skill

_MAX_PLACES = 20

_file = ""
_skill = None


class _Log(io.TextIOBase):
    """A stream whose lines are lines of the host's log."""

    encoding = "utf-8"
    errors = "backslashreplace"

    def __init__(self, level):
        self._level = level
        self._rest = ""

    def writable(self):
        return True

    def write(self, text):
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            _log(line, self._level)

        return len(text)

    def flush(self):
        if self._rest:
            self._rest, line = "", self._rest
            _log(line, self._level)


class HostError(OSError):
    """What the host answered in place of a result: a refusal, or what went wrong."""


class SkillError(Exception):
    """The skill's own error: its text is what the host gets."""


class Context:
    """Who runs the skill, and which run this is."""

    def __init__(self, bot_name, bot_slug, skill_name, invocation_id):
        self.bot_name = bot_name
        self.bot_slug = bot_slug
        self.skill_name = skill_name
        self.invocation_id = invocation_id


def _text(value):
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8")


def _ask(function, first, second=""):
    well, text = _boternity_skill.ask(function, _text(first), _text(second))
    if not well:
        raise HostError(text)

    return text


def _log(message, level="info"):
    _boternity_skill.log(_text(level), _text(message))


def _host():
    """The module boternity, as a tool skill imports it."""
    host = types.ModuleType("boternity", "What a tool skill can ask of its host, under its grants.")
    functions = {
        "HostError": HostError,
        "SkillError": SkillError,
        "get_context": lambda: Context(*_boternity_skill.get_context()),
        "get_secret": lambda name: _ask("get-secret", name),
        "http_get": lambda url: _ask("http-get", url),
        "http_post": lambda url, body: _ask("http-post", url, body),
        "log": _log,
        "read_env": lambda name: _ask("read-env", name),
        "read_file": lambda path: _ask("read-file", path),
        "recall_memory": lambda query, limit=5: _boternity_skill.recall_memory(_text(query), limit),
        "write_file": lambda path, content: _ask("write-file", path, content) and None,
    }
    for name, function in functions.items():
        if isinstance(function, types.FunctionType):
            function.__name__ = function.__qualname__ = name

        setattr(host, name, function)

    host.__all__ = list(functions)
    return host


def load(name, source):
    """Evaluates the module, and answers whether it can be executed."""
    global _file, _skill
    _file = name
    sys.modules["boternity"] = _host()
    sys.stdin = None
    sys.stdout = _Log("info")
    sys.stderr = _Log("error")
    sys.argv = [name]
    module = types.ModuleType("skill")
    module.__file__ = name
    sys.modules["skill"] = module
    try:
        exec(compile(source, name, "exec", dont_inherit=True), module.__dict__)
        _skill = getattr(module, "execute", None)
        if not callable(_skill):
            return False, "the module has no function 'execute'"

        if _skill.__code__.co_flags & 0x80 if isinstance(_skill, types.FunctionType) else False:
            return False, "'execute' is a coroutine: the component cannot wait for it"
    except BaseException as error:
        return False, _trace(error)

    gc.collect()
    gc.freeze()
    return True, ""


def execute(text):
    """Executes the skill: what it returns is the result, and what it raises the skill's own error."""
    random = sys.modules.get("random")
    if random is not None:
        random.seed()

    try:
        answer = _skill(text)
        if answer is None:
            answer = ""
        elif not isinstance(answer, str):
            import json

            answer = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))

        return True, _text(answer)
    except SkillError as error:
        return False, _text(error)
    except SystemExit as error:
        return False, _text("the skill ended itself" if error.code is None else error.code)
    except MemoryError:
        # What was collected is still there: nothing more is made of it.
        return False, "MemoryError"
    except BaseException as error:
        return False, _text(f"{_name(error)} ({_places(error)[-1]})")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _trace(error):
    """The error with the skill's own lines that led to it; the library's traceback would have to be imported."""
    places = _places(error)
    if len(places) > _MAX_PLACES:
        places[_MAX_PLACES // 2:-_MAX_PLACES // 2] = ["…"]

    return _text("\n  ".join((_name(error), *places)))


def _places(error):
    places = []
    frames = error.__traceback__
    while frames is not None:
        code = frames.tb_frame.f_code
        if code.co_filename == _file or not places:
            places.append(f"{code.co_filename}, line {frames.tb_lineno}, in {code.co_name}")

        frames = frames.tb_next

    if isinstance(error, SyntaxError):
        places.append(f"{error.filename}, line {error.lineno}")

    return [place for place in places if place.startswith(_file)] or places


def _name(error):
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return type(error).__name__ + (": " if text else "") + text
