"""Lambda's machine: only /tmp can be written, and there is no shared memory."""
import ast
import posixpath

from checks.check import Check, Findings, Subject, finding
from interpreter.sources import nodes_of

REMOVING = {"unlink", "remove", "rmtree", "truncate", "rename", "replace"}
# How a written file is used: it is read, or sent.
READING = {"upload_file", "upload_fileobj", "put_object", "read", "read_text", "read_bytes", "readlines", "sendall"}
WRITABLE = ("/tmp", "/dev", "/proc", "/mnt")  # /mnt: where a file system of EFS is


def outside_tmp(subject: Subject) -> Findings:
    """Files that are written outside /tmp, where their path, or its beginning, is known."""
    moved = {name for name, _note in subject.notes("chdir")}
    for name, note in subject.notes("writes"):
        path = beginning(note["path"])
        relative_to_unknown = name in moved and not path.startswith("/")
        if not path or not note["reached"] or note["tried"] or relative_to_unknown:
            continue
        normal = posixpath.normpath(path) if path == note["path"] else path
        if not f"{normal}/".startswith(tuple(f"{folder}/" for folder in WRITABLE)) or "/dev/shm" in normal:
            yield finding(note, f"{note['call']} of {path!r}: on Lambda only /tmp can be written",
                          f"write '/tmp/{posixpath.basename(path.rstrip('/'))}'; put files that must persist into a "
                          f"bucket",
                          f"OSError: [Errno 30] Read-only file system: {path!r}")


def beginning(value):
    """The path, or its known beginning up to the last "/", of a plain value; "" if it is unknown."""
    if isinstance(value, str):
        return value
    first = value["text"][0] if isinstance(value, dict) and value.get("text") else None
    folder = first[:first.rfind("/") + 1] if isinstance(first, str) else ""
    return "" if folder == "/" else folder  # it may continue with tmp/


def shared_memory(subject: Subject) -> Findings:
    """multiprocessing's pools, queues and locks."""
    for _name, note in subject.notes("shared-memory"):
        if note["reached"] and not note["tried"]:
            yield finding(note, f"{note['name']} needs /dev/shm, which Lambda does not have",
                          "use concurrent.futures.ThreadPoolExecutor, or Process and Pipe of multiprocessing",
                          "OSError: [Errno 38] Function not implemented")


def appended_files(subject: Subject) -> Findings:
    """Files of one constant path in /tmp that code only appends to, and reads or sends: a warm Lambda keeps /tmp."""
    for name in sorted(subject.observations):
        opened = [note for note in subject.observations[name]["notes"] if note["note"] == "opens"]
        renewed = {note["key"] for note in opened if note["how"] == "new"}
        appended = [note for note in opened if note["how"] == "append" and note["key"].startswith("/tmp/")
                    and note["key"] not in renewed and note["reached"]]
        methods = {node.attr for path in subject.observations[name]["files"] if appended
                   for node in nodes_of(subject.tree(path), ast.Attribute)}
        for note in appended:
            if not methods & REMOVING and methods & READING:
                yield finding(note, f"{note['key']!r} has what earlier invocations appended",
                              "open(..., 'w'), or a path of its own for each invocation: "
                              "f'/tmp/{context.aws_request_id}'", "no error: the data of other events is in it")


FILE = "def handler(event, context):\n    with open('/tmp/rows.csv', '%s') as file:\n" \
    "        file.write(event['row'])\n" \
    "    boto3.client('s3').upload_file('/tmp/rows.csv', os.environ['DEMO_BUCKET'], 'rows.csv')"
CHECKS = [
    Check("P120", "A file that is written outside /tmp",
          "Everything but /tmp is read-only on Lambda: OSError when the line runs. The line works on other machines.",
          "https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html",
          "with open('report.csv', 'w') as file:\n    file.write('a,b')\nreturn 1",
          "with open('/tmp/report.csv', 'w') as file:\n    file.write('a,b')\nreturn 1", outside_tmp),
    Check("P121", "Shared memory of processes",
          "multiprocessing's Pool, Queue and Lock need /dev/shm, which Lambda does not have: OSError at that line.",
          "https://docs.python.org/3/library/multiprocessing.html",
          "import multiprocessing\n\n\ndef handler(event, context):\n    with multiprocessing.Pool(2) as pool:\n"
          "        return pool.map(abs, [1, -2])",
          "from concurrent.futures import ThreadPoolExecutor\n\n\ndef handler(event, context):\n"
          "    with ThreadPoolExecutor(2) as pool:\n        return list(pool.map(abs, [1, -2]))", shared_memory),
    Check("P126", "A file in /tmp to which each invocation appends",
          "A warm Lambda keeps /tmp: the file has the data of earlier events.",
          "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html",
          FILE % "a", FILE % "w", appended_files),
]
