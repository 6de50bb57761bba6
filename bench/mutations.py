"""The changes of the mutation benchmark: bench/bugs/<app>.toml, each over an app of bench/bugs/apps or the example.

    [[bug]]    name, class, what AWS would do (aws), and an edit: file, old, new
    [[right]]  a change after which the app is as right as before: nothing may be said of it

`old` stands exactly once in its file. [[bug.edit]] are more edits; one without `old` makes a new file, and one
with neither `old` nor `new` deletes the file. Tests change too where a person would have changed them with the code.
"""
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUGS = ROOT / "bench" / "bugs"
CLASSES = ("python", "state", "events", "shape", "permissions", "gaps", "configuration")
EXAMPLE = "example"
PARTS = ("app.yaml", "lambdas", "layers")


def apps():
    """{name: its folder}, the example app among them."""
    return {EXAMPLE: ROOT / "tests" / "example", **{path.name: path for path in sorted((BUGS / "apps").iterdir()) if path.is_dir()}}


def cases(app):
    """[{"kind": "bug" or "right", "app", "name", "class", "aws", "edits": [{"file", "old", "new"}]}] of an app."""
    path = BUGS / f"{app}.toml"
    said = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return [case(app, kind, one) for kind in ("bug", "right") for one in said.get(kind, [])]


def case(app, kind, said):
    """One table of the file, with all edits in one list."""
    first = {name: said[name] for name in ("file", "old", "new") if name in said}
    return {"kind": kind, "app": app, "name": said["name"], "class": said["class"], "aws": said.get("aws", ""),
            "edits": [first, *said.get("edit", [])]}


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


def complaints(app, folder):
    """What is wrong with the data of an app: names said twice, unknown classes, edits that do not fit or do nothing."""
    found, seen = [], set()
    for one in cases(app):
        place = f"{app}: {one['name']}"
        if (one["kind"], one["name"]) in seen:
            found.append(f"{place}: twice")
        seen.add((one["kind"], one["name"]))
        if one["class"] not in CLASSES:
            found.append(f"{place}: no class {one['class']!r}")
        if one["kind"] == "bug" and not one["aws"]:
            found.append(f"{place}: what would AWS do?")
        try:
            texts = changed(lambda file: (folder / file).read_text(encoding="utf-8"), one["edits"])
        except (OSError, ValueError) as error:
            found.append(f"{place}: {error}")
        else:
            found += [f"{place}: {file} stays as it is" for file, text in texts.items()
                      if (folder / file).exists() and text == (folder / file).read_text(encoding="utf-8")]
    return found
