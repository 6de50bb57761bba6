"""What a deploy would do, by lambda and word: as data for json=1, and as lines. Pure.

    {"stack": "demo-dev", "changes": [Entry], "code": {lambda: {"added": [path], ..., "bytes": 5000}},
     "outputs": {"added": [names], ...}, "tags": {"added": [keys], ...}, "live": [text], "drift": [text]}

The code of an image is None: it is another one.
"""
from collections.abc import Callable
from typing import Any, NotRequired, TypedDict

from aws.iam import evaluation
from deploy import changes
from kit.problems import listed
from recipes import role_sources

FUNCTION, ROLE = "AWS::Lambda::Function", "AWS::IAM::Role"
SIGNS = {"added": "+", "removed": "-", "changed": "~"}
LOST = "no longer in the app"


class Entry(TypedDict):
    """The change of one resource."""

    owner: str  # a lambda, a table..., "shared", or LOST
    word: str  # "timer", "function", of a removed resource its type
    id: str
    type: str
    kind: str  # "added", "changed", "REPLACED", "removed"
    file: str
    line: int
    properties: list[str]  # names of those that change
    variables: NotRequired[dict[str, list[str]]]  # {"added": [names], "changed": ..., "removed": ...}
    layers: NotRequired[dict[str, list[str]]]
    permissions: NotRequired[dict[str, list[str]]]  # {"added": ["s3:PutObject DemoBucket"], "removed": ...}


def entries(resource_changes, before: dict, after: dict, owners, addresses) -> list[Entry]:
    """[Entry] of ResourceChanges, sorted by owner and file.

    before, after  {logical id: definition} with the values of parameters
    owners, addresses  of recipes.template
    """
    result: list[Entry] = []
    for change in resource_changes:
        id_, type_ = change["LogicalResourceId"], change["ResourceType"]
        owner, word = owners.get(id_, (LOST, type_.split("::")[-1]))
        file, line = addresses.get(id_, ("", 0))
        old, new = (resources.get(id_, {}).get("Properties", {}) for resources in (before, after))
        entry: Entry = {"owner": owner or "shared", "word": changes.part(word or "function", type_), "id": id_,
                        "type": type_, "kind": changes.kind(change), "file": file, "line": line,
                        "properties": [detail["Target"]["Name"] for detail in change.get("Details", [])]}
        result.append({**entry, **parts(type_, old, new)})
    return sorted(result, key=lambda entry: (entry["owner"] == LOST, *(
        entry[field] for field in ("owner", "file", "line", "id"))))


def parts(type_, old, new) -> Any:
    """The further fields of an Entry, those of its type that are not empty. old, new: properties"""
    def of(contents):
        return difference(contents(old), contents(new))

    differences = {}
    if type_ == FUNCTION:
        differences = {"variables": of(lambda function: function.get("Environment", {}).get("Variables", {})),
                       "layers": of(lambda function: dict.fromkeys(map(layer_text, function.get("Layers", []))))}
    elif type_ == ROLE:
        differences = {"permissions": of(lambda role: dict.fromkeys(permissions(role)))}
    return {name: value for name, value in differences.items() if any(value.values())}


def difference(old: dict, new: dict) -> dict[str, list[str]]:
    """{"added": [keys], "changed": [...], "removed": [...]} of two dicts."""
    return {"added": sorted(new.keys() - old.keys()),
            "changed": sorted(key for key in new.keys() & old.keys() if new[key] != old[key]),
            "removed": sorted(old.keys() - new.keys())}


def tag_difference(stack: dict | None, tags: list[dict]) -> dict[str, list[str]]:
    """The difference() of the tags of a stack and those of its next deploy; of a new stack (None) an empty one."""
    before, after = ({tag["Key"]: tag["Value"] for tag in entries} for entries in (
        stack.get("Tags", []), tags)) if stack else ({}, {})
    return difference(before, after)


def layer_text(layer) -> str:
    """"demo-web:3" of a layer's ARN; another value as it is."""
    return ":".join(layer.split(":")[-2:]) if isinstance(layer, str) else str(layer)


def permissions(role: dict) -> set[str]:
    """{"s3:PutObject DemoBucket.Arn"}: what the policies of a role allow; "not: ..." what they deny."""
    return {("" if statement["Effect"] == "Allow" else "not: ") + f"{row['action']} {row['resource']}"
            for statement in evaluation.role_statements(role)
            for row in role_sources.of_statements([statement], "", 0, "")}


def lines(report: dict, warnings: list[str], zip_text: Callable) -> list[str]:
    """The text of a report: its total, then each owner with its changes.

    warnings  of changes.warnings()
    zip_text  the text of an entry of report["code"]
    """
    counts = [(kind, sum(entry["kind"] == kind for entry in report["changes"])) for kind in changes.KINDS]
    total = ", ".join(f"{count} {kind}" for kind, count in counts if count)
    is_same = not any(report["tags"].values())  # AWS gives the tags of a stack to all of its resources
    result, owner = [f"{report['stack']}: {total or ('nothing changes' if is_same else 'the tags change')}"], ""
    codes = dict(report["code"])
    for entry in report["changes"]:
        if entry["owner"] != owner:
            owner = entry["owner"]
            result.append(f"  {owner}")
            result += [f"    code: {zip_text(codes.pop(owner))}"] if owner in codes else []
        result += entry_lines(entry)
    result += [f"  {name}\n    code: {zip_text(code)}" for name, code in sorted(codes.items())]
    result += [f"  {part}: {signed(report[part])}" for part in ("outputs", "tags") if any(report[part].values())]
    return [*result, *warnings, *(f"  live: {text}" for text in report["live"]),
            *(f"  drift: {text}" for text in report["drift"])]


def signed(names: dict[str, list[str]]) -> str:
    """"+NEW, -GONE, ~OTHER" of a difference()."""
    return ", ".join(SIGNS[kind] + name for kind in SIGNS for name in names[kind])


def entry_lines(entry: Entry) -> list[str]:
    """The lines of one change: "lambdas/hello/index.py:5: added timer HelloTimerRule"."""
    where = f"{entry['file']}:{entry['line']}: " if entry["line"] else ""
    names = [name for name in entry["properties"] if not (entry["type"] == FUNCTION and name == "Code")]
    properties = f": {listed(names, 8)}" if names else ""
    return [f"    {where}{entry['kind']} {entry['word']} {entry['id']}{properties}",
            *(f"      {part}: {signed(entry[part])}" for part in ("variables", "layers") if part in entry),
            *(f"      {SIGNS[sign]} {text}" for sign in ("added", "removed")
              for text in entry.get("permissions", {}).get(sign, []))]
