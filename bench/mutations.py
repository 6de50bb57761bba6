"""The changes of the mutation benchmark: bench/bugs/<app>.toml, each over an app of bench/bugs/apps or the example.

    [[bug]]    name, class, what AWS would do (aws), and an edit: file, old, new
    [[right]]  a change after which the app is as right as before: no stage may report a problem

`old` is exactly once in its file. [[bug.edit]] are more edits; one without `old` makes a new file, and one
with neither `old` nor `new` deletes the file. Tests change too where a person would have changed them with the code.
"""
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUGS = ROOT / "bench" / "bugs"
CLASSES = ("python", "state", "events", "shape", "permissions", "gaps", "configuration", "types", "parameters", "pagination",
           "errors", "batches", "idempotency", "time", "timeouts", "encoding", "limits", "packaging", "security")
EXAMPLE = "example"
PARTS = ("app.yaml", "lambdas", "layers")


def apps():
    """{name: its folder}, the example app among them."""
    return {EXAMPLE: ROOT / "tests" / "example", **{path.name: path for path in sorted((BUGS / "apps").iterdir()) if path.is_dir()}}


def cases(app):
    """[{"kind": "bug" or "right", "app", "name", "class", "aws", "edits": [{"file", "old", "new"}]}] of an app."""
    path = BUGS / f"{app}.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return [case(app, kind, table) for kind in ("bug", "right") for table in tables.get(kind, [])]


def case(app, kind, table):
    """One table of the file, with all edits in one list."""
    first = {name: table[name] for name in ("file", "old", "new") if name in table}
    return {"kind": kind, "app": app, "name": table["name"], "class": table["class"], "aws": table.get("aws", ""),
            "edits": [first, *table.get("edit", [])]}


def changed(texts, edits):
    """{file: text, or None for a deleted one} after edits; texts(file) reads one. Raises ValueError for an edit
    that does not fit."""
    after = {}
    for edit in edits:
        file = edit["file"]
        if "old" not in edit:
            after[file] = edit.get("new")
            continue
        text = after[file] if file in after else texts(file)
        if text.count(edit["old"]) != 1:
            raise ValueError(f"{file} has {text.count(edit['old'])} times {edit['old']!r}")
        after[file] = text.replace(edit["old"], edit["new"])
    return after


def data_problems(app, folder):
    """The problems of an app's data: equal names, unknown classes, edits that do not fit or change nothing."""
    problems, seen = [], set()
    for change in cases(app):
        label = f"{app}: {change['name']}"
        if (change["kind"], change["name"]) in seen:
            problems.append(f"{label}: twice")
        seen.add((change["kind"], change["name"]))
        if change["class"] not in CLASSES:
            problems.append(f"{label}: no class {change['class']!r}")
        if change["kind"] == "bug" and not change["aws"]:
            problems.append(f"{label}: aws is missing")
        try:
            texts = changed(lambda file: (folder / file).read_text(encoding="utf-8"), change["edits"])
        except (OSError, ValueError) as error:
            problems.append(f"{label}: {error}")
        else:
            problems += [f"{label}: {file} stays as it is" for file, text in texts.items()
                      if (folder / file).exists() and text == (folder / file).read_text(encoding="utf-8")]
    return problems
