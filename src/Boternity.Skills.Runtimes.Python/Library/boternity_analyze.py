"""Says what scripts need, without running them: python3 -m boternity_analyze /skill/scripts/x.py …

It prints a JSON array with an object for each script. README.md beside this file has the form.
"""

import ast
import importlib.util
import io
import json
import os
import posixpath
import re
import shlex
import sys
import tokenize
import warnings

import boternity_packages as packages

SKILL = "/skill"
MAX_FINDINGS = 200
MAX_MODULES = 200

_SUBPROCESS = frozenset(("run", "call", "check_call", "check_output", "Popen", "getoutput", "getstatusoutput"))
_SHELL = frozenset(("getoutput", "getstatusoutput", "system", "popen"))
_EXECUTE = re.compile(r"^(exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?)$")
_PYTHON = re.compile(r"^python(3(\.\d+)?)?$")
_URL = re.compile(r"^https?://([A-Za-z0-9.-]+\.[A-Za-z]{2,}|localhost)(?::\d+)?(?:[/?#]|$)")
_METADATA = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)[ \t]*$\s(?P<content>(^#(| .*)$\s)+)^# ///[ \t]*$")
_ELSEWHERE = re.compile(r"^(tempfile\..+|os\.getcwd|os\.environ|sys\.argv|(pathlib\.)?Path\.cwd)$")
_NAME = re.compile(r"^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")
_SPECIFIER = re.compile(r"^\s*(~=|===|==|!=|<=|>=|<|>)\s*v?(\d+(?:\.\d+)*)(\.\*)?\s*$")


class Findings:
    """What was found in one script: once for each kind and name, the surest of them."""

    def __init__(self):
        self._by_key = {}

    def add(self, code, name, message, line, sure):
        severity = "error" if sure else "warning"
        known = self._by_key.get((code, name))
        if known is None and len(self._by_key) >= MAX_FINDINGS:
            return

        if known is None or (known["severity"] == "warning" and sure):
            self._by_key[(code, name)] = {"code": code, "severity": severity, "message": message, "line": line,
                                          "name": name}

    def sorted(self):
        return sorted(self._by_key.values(),
                      key=lambda finding: (finding["line"], finding["code"], finding["name"] or ""))


class Scan(ast.NodeVisitor):
    """Walks one module. `sure` holds while what it sees runs whenever the module does, and nothing catches it."""

    def __init__(self, analysis, folder, is_script, origin=None):
        self.analysis = analysis
        self.findings = analysis.findings
        self.folder = folder
        self.is_script = is_script
        self.origin = origin
        self.sure = True
        self.line_of_import = None
        self.names = {}
        self.skill_names = {"__file__"}

    # What makes sure unsure.

    def _unsure(self, nodes):
        before, self.sure = self.sure, False
        for node in nodes:
            self.visit(node)

        self.sure = before

    def visit_FunctionDef(self, node):
        for part in (*node.decorator_list, node.args, *((node.returns,) if node.returns else ())):
            self.visit(part)

        self._unsure(node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        self._unsure([node.body])

    def visit_If(self, node):
        kind = _condition(node.test)
        if kind == "type-checking":
            self._unsure(node.orelse)
            return

        if kind == "main":
            if self.is_script:
                for part in node.body:
                    self.visit(part)

            self._unsure(node.orelse)
            return

        self.visit(node.test)
        self._unsure([*node.body, *node.orelse])

    def visit_IfExp(self, node):
        self.visit(node.test)
        self._unsure([node.body, node.orelse])

    def visit_BoolOp(self, node):
        self.visit(node.values[0])
        self._unsure(node.values[1:])

    def visit_Match(self, node):
        self.visit(node.subject)
        self._unsure(node.cases)

    def visit_Try(self, node):
        if node.handlers:
            self._unsure(node.body)
        else:
            for part in node.body:
                self.visit(part)

        self._unsure([*node.handlers, *node.orelse])
        for part in node.finalbody:
            self.visit(part)

    visit_TryStar = visit_Try

    def visit_With(self, node):
        suppressed = any("suppress" in ast.dump(item.context_expr) for item in node.items)
        for item in node.items:
            self.visit(item)

        if suppressed:
            self._unsure(node.body)
        else:
            for part in node.body:
                self.visit(part)

    visit_AsyncWith = visit_With

    def visit_For(self, node):
        self.visit(node.iter)
        if self._is_of_skill(node.iter):
            self._note_skill_names(node.target)

        self._unsure([*node.body, *node.orelse])

    visit_AsyncFor = visit_For

    def visit_While(self, node):
        self.visit(node.test)
        self._unsure([*node.body, *node.orelse])

    def visit_ListComp(self, node):
        self._unsure([*node.generators, *((node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,))])

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    # Imports.

    def visit_Import(self, node):
        for alias in node.names:
            self.names[alias.asname or alias.name.partition(".")[0]] = alias.name if alias.asname else \
                alias.name.partition(".")[0]
            self._import(alias.name, node.lineno)

    def visit_ImportFrom(self, node):
        if node.level:
            return

        module = node.module or ""
        for alias in node.names:
            self.names[alias.asname or alias.name] = f"{module}.{alias.name}"

        self._import(module, node.lineno)
        for alias in node.names:
            self._network_module(f"{module}.{alias.name}", node.lineno)

    def _import(self, name, line):
        top = name.partition(".")[0]
        self._network_module(name, line)
        self.analysis.need(self, name, top, line)

    def _network_module(self, name, line):
        if name in packages.HTTP_MODULES:
            self.analysis.http_line = self.analysis.http_line or line
        elif name in packages.SOCKET_MODULES:
            self.add("sockets", name, f"uses {name}, and only HTTP leaves the sandbox", line, False)

    # What a script does so that it can import more than is there before it runs.

    def visit_Assign(self, node):
        self.generic_visit(node)
        for target in node.targets:
            self._assigned(target, node.value)

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        self._assigned(node.target, node.value)

    def visit_AnnAssign(self, node):
        self.generic_visit(node)
        if node.value is not None:
            self._assigned(node.target, node.value)

    def _assigned(self, target, value):
        part = target.value if isinstance(target, ast.Subscript) else target
        name = self._qualified(part)
        if name == "sys.path":
            self._extends_path(value)
        elif name == "sys.modules" and isinstance(target, ast.Subscript) and _literal(target.slice):
            self.analysis.made.add(_literal(target.slice).partition(".")[0])
        elif name in ("sys.modules", "sys.meta_path", "sys.path_hooks"):
            self.analysis.open(target.lineno)
        elif self._is_of_skill(value):
            self._note_skill_names(target)

    def _note_skill_names(self, target):
        self.skill_names.update(node.id for node in ast.walk(target) if isinstance(node, ast.Name))

    def _extends_path(self, node):
        """Folders that are put into sys.path: the skill's own hold what they hold, others may get modules."""
        if isinstance(node, (ast.List, ast.Tuple)):
            for item in node.elts:
                self._extends_path(item.value if isinstance(item, ast.Starred) else item)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and \
                any(isinstance(side, (ast.List, ast.Tuple)) for side in (node.left, node.right)):
            self._extends_path(node.left)
            self._extends_path(node.right)
        elif not self._is_of_skill(node) and self._qualified(node) != "sys.path":
            self.analysis.open(node.lineno)

    def _is_of_skill(self, node):
        """Whether a path is one below the folder of the skill, as far as that can be seen."""
        if _literal(node) is not None:
            return posixpath.normpath(_literal(node)).startswith(SKILL + "/")

        names = [part for part in ast.walk(node) if isinstance(part, (ast.Attribute, ast.Name))]
        return any(isinstance(part, ast.Name) and part.id in self.skill_names for part in names) and \
            not any(_ELSEWHERE.match(self._qualified(part) or "") for part in names)

    # Calls.

    def visit_Call(self, node):
        name = self._qualified(node.func)
        if name is not None:
            self._call(name, node)
        elif isinstance(node.func, ast.Name) and node.func.id == "__import__":
            self._import_by_name(node)

        self.generic_visit(node)

    def visit_Constant(self, node):
        if isinstance(node.value, str):
            match = _URL.match(node.value)
            if match is not None:
                self.analysis.hosts.setdefault(match.group(1).lower(), node.lineno)

    def _qualified(self, node):
        parts = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value

        if not isinstance(node, ast.Name) or node.id not in self.names:
            return None

        return ".".join((self.names[node.id], *reversed(parts)))

    def _call(self, name, node):
        module, _, function = name.rpartition(".")
        if name == "importlib.import_module":
            self._import_by_name(node)
        elif name == "site.addsitedir" or (module == "sys.path" and function in ("insert", "append", "extend")):
            for argument in node.args[1:] if function == "insert" else node.args[:1]:
                self._extends_path(argument)
        elif module == "sys.modules" and function in ("update", "setdefault"):
            made = _literal(node.args[0]) if node.args and function == "setdefault" else None
            if made is None:
                self.analysis.open(node.lineno)
            else:
                self.analysis.made.add(made.partition(".")[0])
        elif module in ("sys.meta_path", "sys.path_hooks"):
            self.analysis.open(node.lineno)
        elif module == "subprocess" and function in _SUBPROCESS:
            self._program(node, node.args[0] if node.args else _keyword(node, "args"),
                          function in _SHELL or _is_true(_keyword(node, "shell")))
        elif module == "os" and function in ("system", "popen"):
            self._program(node, node.args[0] if node.args else None, True)
        elif module == "os" and _EXECUTE.match(function):
            position = 1 if function.startswith("spawn") else 0
            self._program(node, node.args[position] if len(node.args) > position else None, False)
        elif module == "os" and function in ("fork", "forkpty"):
            self.add("processes", name, f"uses {name}, and the sandbox has no processes", node.lineno)
        elif module == "asyncio" and function == "create_subprocess_exec":
            self.add("program", _literal(node.args[0] if node.args else None),
                     _needs(_literal(node.args[0] if node.args else None)), node.lineno)
        elif module == "asyncio" and function == "create_subprocess_shell":
            self._program(node, node.args[0] if node.args else None, True)
        elif name in ("threading.Thread", "threading.Timer", "_thread.start_new_thread"):
            self.add("threads", name, f"uses {name}, and the sandbox has no threads", node.lineno, False)
        elif name in ("multiprocessing.Process", "multiprocessing.Pool", "multiprocessing.pool.ThreadPool",
                      "multiprocessing.pool.Pool", "multiprocessing.Manager", "multiprocessing.Queue",
                      "concurrent.futures.ProcessPoolExecutor", "concurrent.futures.process.ProcessPoolExecutor"):
            self.add("processes", name, f"uses {name}, and the sandbox has no processes", node.lineno)
        elif name in ("socket.socket", "socket.socketpair", "socket.create_server", "asyncio.open_connection",
                      "asyncio.start_server"):
            self.add("sockets", name, f"uses {name}, and only HTTP leaves the sandbox", node.lineno)

    def _import_by_name(self, node):
        name = _literal(node.args[0]) if node.args else None
        if name and not name.startswith("."):
            self._import(name, node.lineno)

    def _program(self, node, command, shell):
        """A command: what it runs when that stands in the source."""
        words = _words(command, shell)
        if words is None:
            self.add("program", None, "runs a program that is not named in the source", node.lineno, False)
            return

        program = posixpath.basename(words[0]) if words[0] is not sys else "python3"
        if words[0] is sys or _PYTHON.match(program):
            rest = [word for word in words[1:] if word not in ("-u", "-B", "-E", "-I", "-s")]
            if rest and isinstance(rest[0], str) and rest[0].startswith("-"):
                self.add("program", f"{program} {rest[0]}", _needs(f"{program} {rest[0]}"), node.lineno)

            return

        if program.endswith((".py", ".js", ".mjs")):
            return

        self.add("program", program, _needs(program), node.lineno)

    def add(self, code, name, message, line, sure=None):
        sure = self.sure if sure is None else sure and self.sure
        if self.origin is not None:
            message = f"{message} ({self.origin}, line {line})"
            line = self.line_of_import

        self.findings.add(code, name, message, line, sure)


class Analysis:
    """One script and the modules of the skill that it imports."""

    def __init__(self, path):
        self.path = path
        self.findings = Findings()
        self.hosts = {}
        self.http_line = 0
        self.local = set()
        self.folders = []
        self.requirements = []
        self.requirements_line = 0
        self.requires_python = None
        self.made = set()
        self.open_line = 0

    def open(self, line):
        """From here on the script can import what it makes itself, or finds where it runs."""
        self.open_line = self.open_line or line

    def run(self):
        try:
            with open(self.path, "rb") as file:
                source = file.read()
        except OSError as error:
            self.findings.add("unreadable", None, f"cannot be read: {error.strerror}", 0, True)
            return self.result()

        folder = posixpath.dirname(self.path)
        self.folders = [folder]
        tree = self._parse(source, self.path)
        if tree is not None:
            self._extend_folders(tree)
            self._metadata(_decoded(source))
            self._requirements_file(folder)
            try:
                Scan(self, folder, True).visit(tree)
            except RecursionError:
                self.findings.add("syntax-error", None, "is nested too deeply to be analysed", 0, False)

            self._network()
            self._python_version()
            self._declared()

        return self.result()

    def result(self):
        return {"path": self.path, "language": "python", "findings": self.findings.sorted(),
                "requirements": self.requirements, "requiresPython": self.requires_python}

    def _parse(self, source, path):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(source, path)
                compile(source, path, "exec", dont_inherit=True)

            return tree
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or 0
            reason = getattr(error, "msg", None) or error
            self.findings.add("syntax-error", None, f"is not Python {_version()}: {reason}", line, True)
        except (RecursionError, MemoryError):
            self.findings.add("syntax-error", None, "is nested too deeply", 0, True)

        return None

    def _extend_folders(self, tree):
        """A script that changes sys.path finds modules elsewhere in its skill: any folder there can be meant."""
        if not any(isinstance(node, ast.Attribute) and node.attr == "path" and isinstance(node.value, ast.Name)
                   and node.value.id == "sys" for node in ast.walk(tree)):
            return

        for root, folders, _ in os.walk(SKILL):
            folders[:] = sorted(name for name in folders if not name.startswith("."))[:50]
            if len(self.folders) < 200 and root not in self.folders:
                self.folders.append(root)

    def need(self, scan, name, top, line):
        """An import: what of it cannot be had."""
        if not top or top in ("__future__", "__main__") or top in sys.builtin_module_names or top in self.made:
            return

        if top in packages.UNAVAILABLE:
            scan.add("unavailable-module", top, f"needs the module {top}: the sandbox has no {_has(top)}", line)
            return

        local = self._find_local(top)
        if local is not None:
            self._scan_local(scan, local, line)
            return

        if top in sys.stdlib_module_names or _found(top):
            return

        if top in packages.NATIVE:
            distribution = packages.NATIVE[top]
            as_name = "" if distribution.lower() == top.lower() else f" (imported as {top})"
            scan.add("native-module", distribution, f"needs {distribution}{as_name}, a package with machine code", line)
        elif top in packages.NEEDS_NATIVE:
            distribution, native = packages.NEEDS_NATIVE[top]
            scan.add("native-module", distribution,
                     f"needs {distribution}, which needs {native}, a package with machine code", line)
        else:
            distribution = packages.DISTRIBUTIONS.get(top, top)
            message = f"needs the package {distribution}, which is not supplied"
            if self.open_line:
                message += f", unless the script brings it: line {self.open_line} changes where modules come from"

            scan.add("missing-module", distribution, message, line, not self.open_line)

    def _find_local(self, top):
        for folder in self.folders:
            for candidate in (posixpath.join(folder, top + ".py"), posixpath.join(folder, top, "__init__.py")):
                if os.path.isfile(candidate):
                    return candidate

            if os.path.isdir(posixpath.join(folder, top)) and top not in sys.stdlib_module_names and not _found(top) \
                    and top not in packages.NATIVE:
                return posixpath.join(folder, top)

        return None

    def _scan_local(self, scan, path, line):
        if path in self.local or len(self.local) >= MAX_MODULES or not path.endswith(".py"):
            return

        self.local.add(path)
        try:
            with open(path, "rb") as file:
                tree = ast.parse(file.read(), path)
            self._extend_folders(tree)
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
            scan.add("syntax-error", posixpath.relpath(path, SKILL), f"imports {posixpath.relpath(path, SKILL)}, which "
                     f"cannot be read as Python: {getattr(error, 'msg', None) or error}", line)
            return

        below = Scan(self, posixpath.dirname(path), False, posixpath.relpath(path, SKILL))
        below.sure = scan.sure
        below.line_of_import = line if scan.origin is None else scan.line_of_import
        opened = self.open_line
        below.visit(tree)
        if not opened and self.open_line:
            self.open_line = below.line_of_import

    def _network(self):
        if not self.http_line:
            return

        if not self.hosts:
            self.findings.add("network", None, "makes requests over HTTP", self.http_line, False)

        for host, line in self.hosts.items():
            self.findings.add("network", host, f"makes requests over HTTP, and names {host}", line, False)

    def _metadata(self, text):
        import tomllib

        blocks = [match for match in _METADATA.finditer(text) if match.group("type") == "script"]
        if len(blocks) != 1:
            return

        content = "".join(line[2:] if line.startswith("# ") else line[1:]
                          for line in blocks[0].group("content").splitlines(keepends=True))
        line = text.count("\n", 0, blocks[0].start()) + 1
        try:
            data = tomllib.loads(content)
        except tomllib.TOMLDecodeError as error:
            self.findings.add("metadata", None, f"has metadata that is not TOML: {error}", line, False)
            return

        self.requirements_line = line
        dependencies = data.get("dependencies", [])
        if isinstance(dependencies, list):
            self.requirements.extend(item for item in dependencies if isinstance(item, str))

        version = data.get("requires-python")
        self.requires_python = version if isinstance(version, str) else None

    def _requirements_file(self, folder):
        while folder == SKILL or folder.startswith(SKILL + "/"):
            path = posixpath.join(folder, "requirements.txt")
            if os.path.isfile(path):
                with open(path, encoding="utf-8", errors="replace") as file:
                    for line in file:
                        text = line.split(" #")[0].strip()
                        if text and text[0] not in "#-" and _NAME.match(text) and text not in self.requirements:
                            self.requirements.append(text)

                return

            folder = posixpath.dirname(folder)

    def _declared(self):
        """What the script's metadata and requirements.txt name, and no import that was found, is a warning."""
        known = {_normal(finding["name"]) for finding in self.findings.sorted() if finding["name"]}
        missing = []
        for text in self.requirements:
            name = _NAME.match(text).group(1) if _NAME.match(text) else text
            if _normal(name) not in known and name not in missing and not _supplied(name):
                missing.append(name)

        if missing:
            shown = ", ".join(missing[:20]) + (f" and {len(missing) - 20} more" if len(missing) > 20 else "")
            self.findings.add("missing-module", None, f"declares packages that are not supplied: {shown}",
                              self.requirements_line, False)

    def _python_version(self):
        if self.requires_python is not None and not _satisfies(self.requires_python):
            self.findings.add("language-version", self.requires_python,
                              f"needs Python {self.requires_python}; this is {_version()}", 0, True)


def _decoded(source):
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        return source.decode(encoding).replace("\r\n", "\n")
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return source.decode("utf-8", "replace").replace("\r\n", "\n")


def _version():
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def _has(module):
    return packages.UNAVAILABLE[module]


def _found(top):
    try:
        return importlib.util.find_spec(top) is not None
    except (ImportError, ValueError):
        return False


def _normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def _supplied(distribution):
    """Whether a distribution is there, by the names under which it is imported or by its own metadata."""
    normal = _normal(distribution)
    tops = {normal.replace("-", "_"), distribution}
    tops.update(top for top, name in packages.DISTRIBUTIONS.items() if _normal(name) == normal)
    if any(top in sys.stdlib_module_names or (top.isidentifier() and _found(top)) for top in tops):
        return True

    import importlib.metadata

    try:
        importlib.metadata.distribution(distribution)
        return True
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return False


def _satisfies(specifiers):
    current = sys.version_info[:3]
    for text in specifiers.split(","):
        match = _SPECIFIER.match(text)
        if match is None:
            continue

        operator, digits, wildcard = match.groups()
        wanted = tuple(int(part) for part in digits.split("."))
        padded = (wanted + (0, 0, 0))[:3]
        prefix = current[:len(wanted)] == wanted
        holds = {
            ">=": current >= padded, "<=": current <= padded,
            ">": current > padded and not (prefix and len(wanted) < 3),
            "<": current < padded, "==": prefix if wildcard else current == padded,
            "!=": not (prefix if wildcard else current == padded), "===": current == padded,
            "~=": current >= padded and current[:max(1, len(wanted) - 1)] == wanted[:max(1, len(wanted) - 1)],
        }[operator]
        if not holds:
            return False

    return True


def _condition(test):
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        sides = (test.left, test.comparators[0])
        if any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides) and \
                any(isinstance(side, ast.Constant) and side.value == "__main__" for side in sides):
            return "main"

    name = test.attr if isinstance(test, ast.Attribute) else test.id if isinstance(test, ast.Name) else None
    return "type-checking" if name == "TYPE_CHECKING" else None


def _keyword(node, name):
    return next((keyword.value for keyword in node.keywords if keyword.arg == name), None)


def _is_true(node):
    return isinstance(node, ast.Constant) and node.value is True


def _literal(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _words(node, shell):
    """The words of a command as far as they are known: text, sys for the interpreter itself, None for others."""
    if isinstance(node, (ast.List, ast.Tuple)):
        words = [_word(item) for item in node.elts]
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _words(node.left, shell)
    elif isinstance(node, ast.JoinedStr) and node.values and _literal(node.values[0]):
        words = _literal(node.values[0]).split()
    elif _literal(node) is not None:
        text = _literal(node)
        try:
            words = shlex.split(text) if shell else [text]
        except ValueError:
            words = text.split()
    else:
        return None

    return words if words and words[0] is not None and words[0] != "" else None


def _word(node):
    if isinstance(node, ast.Attribute) and node.attr == "executable" and isinstance(node.value, ast.Name) \
            and node.value.id == "sys":
        return sys

    return _literal(node)


def _needs(program):
    return f"needs {program}, a program" if program else "runs a program that is not named in the source"


def main():
    json.dump([Analysis(path).run() for path in sys.argv[1:]], sys.stdout, ensure_ascii=True, separators=(",", ":"))
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
