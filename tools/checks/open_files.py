"""Files that are uploaded before they are closed, streams whose position is their end, texts where a service takes
bytes, and batches that are used after their end."""
import ast
from typing import Any

from checks.check import Check, pitfalls_of
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
        for node in every_node(function):
            if isinstance(node, ast.With):
                yield from early_uploads(node)
                yield from late_uses(node, function)
                yield from binary_tables(node)
        yield from unsent(function)
        yield from unwound(function)
        yield from texts_as_bytes(function)


def mode_of(call):
    """The mode in which a call opens a file: "wt"."""
    modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] or call.args[1:2]
    return str(getattr(modes[0], "value", "")) if modes else ""


def early_uploads(node):
    """Yields pitfalls of upload_file() of a file inside of the `with` in which it is written."""
    written = {ast.unparse(item.context_expr.args[0]): ast.unparse(item.context_expr.func) for item in node.items
               if isinstance(item.context_expr, ast.Call) and item.context_expr.args
               and ast.unparse(item.context_expr.func) in OPENING and set("wax") & set(mode_of(item.context_expr))}
    flushed = any(getattr(part, "attr", "") in ("flush", "close") for part in every_node(node))
    for part in every_node(node) if written and not flushed else ():
        if isinstance(part, ast.Call) and getattr(part.func, "attr", "") == "upload_file" and part.args:
            path = part.args[0].args[0] if isinstance(part.args[0], ast.Call) and getattr(
                part.args[0].func, "id", "") in ("str", "fspath") and part.args[0].args else part.args[0]
            if ast.unparse(path) in written:
                yield ["open-file", part.lineno, f"{ast.unparse(path)} is still open here: its end is not written",
                       "upload it after the `with`"]


def late_uses(node, function):
    """Yields pitfalls of a batch_writer() that gets items after its `with`."""
    names = {item.optional_vars.id: item for item in node.items if isinstance(item.optional_vars, ast.Name)
             and isinstance(item.context_expr, ast.Call)
             and getattr(item.context_expr.func, "attr", "") == "batch_writer"}
    inside = {id(part) for part in every_node(node)}
    stored = [part.id for part in nodes_of(function, ast.Name) if not isinstance(part.ctx, ast.Load)]
    for part in every_node(function) if names else ():
        name = getattr(getattr(part, "value", None), "id", "") if isinstance(part, ast.Attribute) else ""
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
        methods = {part.attr for part in nodes_of(function, ast.Attribute) if getattr(part.value, "id", "") == name}
        uses = sum(part.id == name and isinstance(part.ctx, ast.Load) for part in nodes_of(function, ast.Name))
        if methods and methods <= {"put_item", "delete_item"} and uses == sum(
                getattr(part.value, "id", "") == name for part in nodes_of(function, ast.Attribute)):
            yield ["open-file", node.lineno, f"{name} sends items by 25, and the last ones only at the end of a `with`",
                   f"with table.batch_writer() as {name}:"]


def binary_tables(node):
    """Yields pitfalls of csv.writer() and csv.reader() of a file that a `with` opens for bytes."""
    opened = {item.optional_vars.id: item.context_expr for item in node.items
              if isinstance(item.optional_vars, ast.Name) and isinstance(item.context_expr, ast.Call)}
    binary = {name for name, call in opened.items() if ast.unparse(call.func) in OPENING - ARCHIVES and (
        "b" in mode_of(call) or ast.unparse(call.func) != "open" and "t" not in mode_of(call))}
    for part in every_node(node) if binary else ():
        if isinstance(part, ast.Call) and ast.unparse(part.func) in TABLES and part.args \
                and getattr(part.args[0], "id", "") in binary:
            name = getattr(part.args[0], "id", "")
            mode = (mode_of(opened[name]) or "r").replace("b", "") + "t"
            yield ["open-file", part.lineno, f"{ast.unparse(part.func)}() needs a file of text, and "
                   f"{name} is one of bytes", f"{mode!r} as the mode, with newline=''"]


def streams(function: ast.AST, kind: str) -> dict[str, Any]:
    """{name: node of its assignment} of names of io.BytesIO() without an argument, or of io.StringIO."""
    return {node.targets[0].id: node for node in nodes_of(function, ast.Assign)
            if isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Call)
            and ast.unparse(node.value.func) in (kind, f"io.{kind}")}


def unwound(function):
    """Yields pitfalls of io.BytesIO() that is written and then uploaded or read, without seek(0)."""
    nodes = every_node(function)
    for name, made in {**streams(function, "BytesIO"), **streams(function, "StringIO")}.items():
        wound = [part for part in nodes if isinstance(part, ast.Attribute) and getattr(part.value, "id", "") == name
                 and part.attr in ("seek", "getvalue", "getbuffer", "detach")]
        writes = [part.lineno for part in nodes if isinstance(part, ast.Call) and (
            getattr(part.func, "attr", "") in WRITERS and name in {getattr(value, "id", "") for value in (
                getattr(part.func, "value", None), *part.args)}
            or ast.unparse(part.func) in WRAPPERS and any(
                getattr(value, "id", "") == name for value in (*part.args, *(entry.value for entry in part.keywords))))]
        for part in nodes if writes and not made.value.args and not wound else ():
            method = getattr(part.func, "attr", "") if isinstance(part, ast.Call) else ""
            values = [*part.args[:1], *(keyword.value for keyword in part.keywords if keyword.arg in (
                "Body", "Fileobj"))] if method in UPLOADS else []
            if any(getattr(value, "id", "") == name for value in values) and min(writes) < part.lineno:
                yield ["open-file", part.lineno, f"the position of {name} is its end: nothing is uploaded",
                       f"{name}.seek(0) before, or Body={name}.getvalue()"]
            elif method in READERS and getattr(part.func.value, "id", "") == name and min(writes) < part.lineno:
                yield ["open-file", part.lineno, f"the position of {name} is its end: {method}() reads nothing",
                       f"{name}.getvalue(), or {name}.seek(0) before"]


def texts_as_bytes(function):
    """Yields pitfalls of io.StringIO as the file of an upload."""
    names = streams(function, "StringIO")
    for part in every_node(function):
        method = getattr(part.func, "attr", "") if isinstance(part, ast.Call) else ""
        values = part.args[:1] if method == "upload_fileobj" else []
        values += [keyword.value for keyword in part.keywords if keyword.arg in ("Body", "Fileobj")] \
            if method in UPLOADS else []
        for value in values:
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
