"""Files that are uploaded before they are closed, streams whose position is their end, texts where a service takes
bytes, and batches that are used after their end."""
import ast
from typing import Any

from checks.check import Check, pitfalls_of
from checks.syntax import arguments, base_name, function_name, keywords, method_name
from interpreter.sources import every_node, functions, nodes_of

OPENING = {"open", "gzip.open", "bz2.open", "lzma.open", "zipfile.ZipFile", "ZipFile", "tarfile.open"}
ARCHIVES = {"zipfile.ZipFile", "ZipFile", "tarfile.open"}
TABLES = {f"csv.{name}" for name in ("writer", "reader", "DictWriter", "DictReader")}
WRITERS = {"write", "writelines", "writerow", "writerows", "writeheader", "save", "writestr", "dump", "to_csv",
           "to_excel", "to_parquet", "to_json", "savefig", "write_image"}
WRAPPERS = {"zipfile.ZipFile", "ZipFile", "gzip.GzipFile", "csv.writer", "csv.DictWriter", "io.TextIOWrapper"}
READERS = {"read", "readline", "readlines"}
UPLOADS = {"upload_file", "upload_fileobj", "put_object"}


def misused(tree):
    """Yields pitfalls of uploads and batches in the functions of a file."""
    for function in functions(tree):
        for node in nodes_of(function, ast.With):
            yield from early_uploads(node)
            yield from late_uses(node, function)
            yield from binary_tables(node)
        yield from unsent(function)
        yield from unwound(function)
        yield from texts_as_bytes(function)


def mode_of(call):
    """The mode in which a call opens a file: "wt"."""
    return str(getattr(keywords(call).get("mode") or next(iter(call.args[1:2]), None), "value", ""))


def early_uploads(node):
    """Yields pitfalls of upload_file() of a file inside of the `with` in which it is written."""
    written = {ast.unparse(item.context_expr.args[0]): ast.unparse(item.context_expr.func) for item in node.items
               if isinstance(item.context_expr, ast.Call) and item.context_expr.args
               and ast.unparse(item.context_expr.func) in OPENING and set("wax") & set(mode_of(item.context_expr))}
    flushed = any(getattr(part, "attr", "") in ("flush", "close") for part in every_node(node))
    for part in nodes_of(node, ast.Call) if written and not flushed else ():
        if method_name(part) == "upload_file" and part.args:
            path = part.args[0]
            path = path.args[0] if function_name(path) in ("str", "fspath") and path.args else path
            if ast.unparse(path) in written:
                yield ["open-file", part.lineno, f"{ast.unparse(path)} is still open here: its end is not written",
                       "upload it after the `with`"]


def late_uses(node, function):
    """Yields pitfalls of a batch_writer() that gets items after its `with`."""
    names = {item.optional_vars.id for item in node.items if isinstance(item.optional_vars, ast.Name)
             and method_name(item.context_expr) == "batch_writer"}
    inside = {id(part) for part in every_node(node)}
    stored = [part.id for part in nodes_of(function, ast.Name) if not isinstance(part.ctx, ast.Load)]
    for part in nodes_of(function, ast.Attribute) if names else ():
        name = base_name(part)
        if name in names and id(part) not in inside and stored.count(name) == 1 \
                and part.attr in ("put_item", "delete_item"):
            yield ["open-file", part.lineno, f"{name} has sent its items at the end of the `with`: the last of these "
                   "are never sent", "indent this line: it belongs into the `with`"]


def unsent(function):
    """Yields pitfalls of batch = table.batch_writer() without a `with`, whose end sends the last items."""
    for node in nodes_of(function, ast.Assign):
        name = getattr(node.targets[0], "id", "")
        if not name or not isinstance(node.value, ast.Call) or getattr(node.value.func, "attr", "") != "batch_writer":
            continue
        methods = {part.attr for part in nodes_of(function, ast.Attribute) if base_name(part) == name}
        uses = sum(part.id == name and isinstance(part.ctx, ast.Load) for part in nodes_of(function, ast.Name))
        if methods and methods <= {"put_item", "delete_item"} and uses == sum(
                base_name(part) == name for part in nodes_of(function, ast.Attribute)):
            yield ["open-file", node.lineno, f"{name} sends items by 25, and the last ones only at the end of a `with`",
                   f"with table.batch_writer() as {name}:"]


def binary_tables(node):
    """Yields pitfalls of csv.writer() and csv.reader() of a file that a `with` opens for bytes."""
    opened = {item.optional_vars.id: item.context_expr for item in node.items
              if isinstance(item.optional_vars, ast.Name) and isinstance(item.context_expr, ast.Call)}
    binary = {name for name, call in opened.items() if ast.unparse(call.func) in OPENING - ARCHIVES and (
        "b" in mode_of(call) or ast.unparse(call.func) != "open" and "t" not in mode_of(call))}
    for part in nodes_of(node, ast.Call) if binary else ():
        name = getattr(next(iter(part.args), None), "id", "")
        if name in binary and ast.unparse(part.func) in TABLES:
            mode = (mode_of(opened[name]) or "r").replace("b", "") + "t"
            yield ["open-file", part.lineno, f"{ast.unparse(part.func)}() needs a file of text, and "
                   f"{name} is one of bytes", f"{mode!r} as the mode, with newline=''"]


def streams(function: ast.AST, kind: str) -> dict[str, Any]:
    """{name: node of its assignment} of names of io.BytesIO() without an argument, or of io.StringIO."""
    return {node.targets[0].id: node for node in nodes_of(function, ast.Assign)
            if isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Call)
            and ast.unparse(node.value.func) in (kind, f"io.{kind}")}


def names_among(nodes):
    """{name} of the nodes that are names."""
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def unwound(function):
    """Yields pitfalls of io.BytesIO() that is written and then uploaded or read, without seek(0)."""
    calls = nodes_of(function, ast.Call)
    for name, made in {**streams(function, "BytesIO"), **streams(function, "StringIO")}.items():
        wound = [part for part in nodes_of(function, ast.Attribute) if base_name(part) == name
                 and part.attr in ("seek", "getvalue", "getbuffer", "detach")]
        writes = [part.lineno for part in calls if method_name(part) in WRITERS and (
            base_name(part.func) == name or name in names_among(part.args))
            or ast.unparse(part.func) in WRAPPERS and name in names_among(arguments(part))]
        for part in calls if writes and not made.value.args and not wound else ():
            method = method_name(part)
            values = [*part.args[:1], keywords(part).get("Body"), keywords(part).get("Fileobj")]
            if method in UPLOADS and name in names_among(values) and min(writes) < part.lineno:
                yield ["open-file", part.lineno, f"the position of {name} is its end: nothing is uploaded",
                       f"{name}.seek(0) before, or Body={name}.getvalue()"]
            elif method in READERS and base_name(part.func) == name and min(writes) < part.lineno:
                yield ["open-file", part.lineno, f"the position of {name} is its end: {method}() reads nothing",
                       f"{name}.getvalue(), or {name}.seek(0) before"]


def texts_as_bytes(function):
    """Yields pitfalls of io.StringIO as the file of an upload."""
    names = streams(function, "StringIO")
    for part in nodes_of(function, ast.Call):
        method = method_name(part)
        values = [*part.args[:method == "upload_fileobj"], keywords(part).get("Body"), keywords(part).get("Fileobj")]
        for value in filter(None, values) if method in UPLOADS else ():
            is_text = isinstance(value, ast.Call) and ast.unparse(value.func) in ("StringIO", "io.StringIO")
            if is_text or getattr(value, "id", "") in names:
                yield ["open-file", part.lineno, f"{method} takes a file of bytes, and {ast.unparse(value)} gives text",
                       "Body=text.getvalue().encode(), or io.BytesIO(text.encode())"]


BYTES = "import io\n\n\ndef handler(event, context):\n    data = io.BytesIO()\n" \
    "    data.write(event['text'].encode())\n%s" \
    "    boto3.client('s3').upload_fileobj(data, os.environ['DEMO_BUCKET'], 'a.txt')"
PITFALLS = [(("upload_file", "Body", "batch_writer", "csv.", "BytesIO", "StringIO"), misused)]
CHECKS = [
    Check("P145", "A file that is uploaded while it is open, or from its end",
          "The object is empty, or ends in the middle; a batch has no item that is put after its `with`.",
          "https://docs.python.org/3/library/io.html#io.IOBase.seek",
          BYTES % "", BYTES % "    data.seek(0)\n", pitfalls_of("open-file", "no error, or TypeError of a text")),
]
