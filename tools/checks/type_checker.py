"""Runs mypy, with its types of Python's own library, on texts of Python files: each alone, and all else is unknown."""
import ast
import contextlib
import functools
import gc
import io
import os
import re
import sys
from collections.abc import Mapping
from typing import NamedTuple

from interpreter.sources import nodes_of

FLAGS = """--config-file= --check-untyped-defs --no-strict-optional --allow-redefinition --local-partial-types
    --ignore-missing-imports --follow-imports=skip --no-site-packages --strict-equality --hide-error-context
    --no-error-summary --no-pretty --no-sqlite-cache -c pass""".split()
MESSAGE = re.compile(r"(?P<path>.*?):(?P<line>\d+): (?P<kind>error|note): (?P<text>.*?)(?:  \[(?P<code>[\w-]+)\])?")
# A note of mypy's: only one of the types that a value may have does not fit.
UNION = re.compile(r'.*operands? (?:is|are) (?:of type "[^"]* \| |unions).*')
STUBS_FOLDER = "pareto_types"  # beside the packages that this Python uses: what mypy read of Python's library
# Which members of boto3's responses are bytes, or have bytes to read: mypy has no types of boto3.
RESPONSES = [("s3", "get_object", "Body", "Body"), ("lambda", "invoke", "Payload", "Body"),
             ("kms", "decrypt", "Plaintext", "bytes"), ("kms", "encrypt", "CiphertextBlob", "bytes"),
             ("kms", "generate_data_key", "Plaintext", "bytes")]
STUB_OF_CLIENT = """
class {service}_client:
    def __getattr__(self, name: str) -> Any: ...
{methods}
"""
STUB_OF_CALL = """
@overload
def client(service_name: Literal["{service}"], *more: Any, **others: Any) -> {service}_client: ...
"""
STUB_OF_METHOD = """
    class {method}_response(dict[str, Any]):
        @overload
        def __getitem__(self, key: Literal["{member}"]) -> {type}: ...
        @overload
        def __getitem__(self, key: str) -> Any: ...
    def {method}(self, **parameters: Any) -> {method}_response: ...
"""
STUB = """
from typing import Any, Literal, overload
class Body:
    def read(self, amt: int | None = ...) -> bytes: ...
    def __getattr__(self, name: str) -> Any: ...
    def __iter__(self) -> Any: ...
{clients}
@overload
def client(service_name: Any, *more: Any, **others: Any) -> Any: ...
def __getattr__(name: str) -> Any: ...
"""


MOST_BITS = 8_000_000  # of a constant that mypy computes: 1 MB


def is_readable(tree):
    """Whether mypy reads a file in a sane time: it has statements (else it is no Python), and no constant that is too
    long: mypy computes 9 ** 9 ** 9, as long as that takes."""
    return bool(tree.body) and all(size(node)[1] < MOST_BITS for node in nodes_of(tree, ast.BinOp))


def size(node):
    """(class, its most bits, up to MOST_BITS) of a constant whole number or text; (None, 0) of other code."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, str)):
        return type(node.value), 8 * len(node.value) if isinstance(node.value, str) else node.value.bit_length()
    if isinstance(node, ast.UnaryOp):
        return size(node.operand)
    if not isinstance(node, ast.BinOp):
        return None, 0
    (kind, first), (other, second) = size(node.left), size(node.right)
    if kind is None or other is None:
        return None, 0
    if other is str and kind is not str:
        kind, first, second = other, second, first
    multiplies = isinstance(node.op, (ast.Pow, ast.LShift)) or isinstance(node.op, ast.Mult) and kind is str
    return kind, min(max(first, 1) << min(second, 30) if multiplies else first + second, MOST_BITS)


class Message(NamedTuple):
    """An error that mypy reports: its line, its code ("arg-type"), and mypy's sentence."""

    line: int
    code: str
    text: str


def messages(texts: Mapping[str, str], version: str) -> dict[str, list[Message]]:
    """{path: [Message]} of {path: text} of Python files; version: of Python, "3.13".

    A file that mypy cannot read, or at which it fails, has none. Nor has a value that may be of several types."""
    modules = {f"file_{at}": path for at, path in enumerate(texts)}
    result: dict[str, list[Message]] = {path: [] for path in texts}
    for line in _run({name: texts[path] for name, path in modules.items()}, version):
        match = MESSAGE.fullmatch(line)
        of_file = result[modules[match["path"]]] if match and match["path"] in modules else []
        if match and match["kind"] == "error":
            of_file.append(Message(int(match["line"]), match["code"] or "", match["text"]))
        elif match and of_file and UNION.fullmatch(match["text"]):
            of_file.pop()
    return result


@functools.cache
def stub():
    """The types of boto3 for mypy: RESPONSES, and all else may be anything."""
    methods: dict[str, str] = {}
    for service, method, member, type_ in RESPONSES:
        methods[service] = methods.get(service, "") + STUB_OF_METHOD.format(method=method, member=member, type=type_)
    clients = [STUB_OF_CLIENT.format(service=service, methods=text) for service, text in methods.items()]
    calls = [STUB_OF_CALL.format(service=service) for service in methods]  # mypy wants them side by side
    return STUB.format(clients="".join([*clients, *calls]))


@contextlib.contextmanager
def _same_collector():
    """The garbage collector is afterwards as before: mypy starts it, and sets when it runs."""
    is_enabled, threshold = gc.isenabled(), gc.get_threshold()
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        (gc.enable if is_enabled else gc.disable)()


def _run(texts, version):
    """[line] that mypy reports on {module: text}. Without the texts at which it stops: it would report nothing else."""
    from mypy import build, errors, main  # 0.2 s, and few files changed
    from mypy.modulefinder import BuildSource
    lines: list[str] = []
    if not texts:
        return lines
    # Only what mypy reads of Python's library is kept: a folder of this environment, or none where it is the system's.
    cache = os.path.join(sys.prefix, STUBS_FOLDER) if sys.prefix != sys.base_prefix else os.devnull
    _sources, options = main.process_options([*FLAGS, f"--python-version={version}", f"--cache-dir={cache}"])
    try:
        with _same_collector(), contextlib.redirect_stderr(io.StringIO()):  # the traceback of a fault in mypy
            build.build([BuildSource("boto3.pyi", "boto3", stub()),
                         *(BuildSource(name, name, text) for name, text in texts.items())], options,
                        flush_errors=lambda _path, found, _is_serious: lines.extend(found))
        return lines
    except OSError:  # after the build, where the cache cannot be written
        return lines
    except (errors.CompileError, SystemExit, RecursionError, AssertionError):
        pass
    if len(texts) == 1:
        return []
    names = [*texts]
    return [line for half in (names[:len(names) // 2], names[len(names) // 2:])
            for line in _run({name: texts[name] for name in half}, version)]
