"""The statements of a lambda's role, each with the line of code that needs it: `make permissions` prints them. Pure."""
import json
from typing import TypedDict

from aws.app import AppModel, Lambda
from aws.iam import evaluation
from kit import names
from recipes import TRIGGERS, access, failures_queue, function, option, permission, template


class Row(TypedDict):
    """An action that a role allows."""

    action: str
    resource: str  # "DemoTable.Arn/index/day-index", or an ARN, as in the template
    file: str
    line: int
    why: str  # "" of a call; else the word of the infra block, or the doubt


def rows(app: AppModel, fn: Lambda) -> list[Row]:
    """[Row] of a lambda's role: of its calls first, then of `permissions:` and of what its words need."""
    app = template.app_with_bus(app)
    lines = fn["lines"]
    doubts = {name: doubt for doubt in reversed(fn.get("doubts", [])) for name in doubt["variables"]}
    by_line = {(variable["file"], variable["line"]): doubts[variable["name"]] for variable in fn["env"]
               if variable["name"] in doubts}
    result = []
    for statements, (file, line) in access.sources(app, fn):
        doubt = by_line.get((file, line)) if statements and len(statements[0]["Action"]) > 1 else None
        why = f"because of {doubt['file']}:{doubt['line']}: {doubt['why']}" if doubt else ""
        result += of_statements(statements, file, line, why)
    for at, statement in enumerate(permission.statements(fn["infra"]["permissions"])):
        line = lines.get(f"permissions.{at}", lines.get("permissions", 0))
        result += of_statements([statement], fn["path"], line, "permissions")
    for word, module in TRIGGERS.items():
        if word in fn["infra"]:
            result += of_statements(module.statements(app, fn), fn["path"], lines.get(word, 0), word)
    for word, value in option.words(fn["infra"], app["settings"]).items():
        line = lines.get(word, lines.get("", 0))
        result += of_statements(option.OPTIONS[word].statements(value), fn["path"], line, word)
    for word, added in sorted(fn.get("words", {}).items()):
        result += of_statements(added["statements"], fn["path"], lines.get(word, 0), word)
    own = [function.log_statement(f"{names.logical_id(fn['name'])}LogGroup")]
    result += of_statements(own, fn["path"], lines.get("", 0), "logs")
    if template.is_asynchronous(fn):
        result += of_statements([failures_queue.statement()], fn["path"], lines.get("", 0), "failed events")
    return distinct(result)


def of_statements(statements: list[dict], file: str, line: int, why: str) -> list[Row]:
    """[Row] of the statements that one line needs."""
    return [{"action": action, "resource": resource_text(resource), "file": file, "line": line, "why": why}
            for statement in statements for action in evaluation.listed(statement.get("Action"))
            for resource in evaluation.listed(statement.get("Resource"))]


def resource_text(resource: dict | str) -> str:
    """A Resource of a statement in short: "DemoTable.Arn"."""
    if isinstance(resource, str):
        return resource
    (name, value), = resource.items()
    if name == "Fn::If":  # of a variable that may have no value, or one whose value may be an ARN instead of a name
        return resource_text(value[1] if value[0].startswith("Has") else value[2])
    if name == "Fn::Sub" and isinstance(value, str):
        return value.replace("${", "").replace("}", "") if value.startswith("${") and value.count("${") == 1 else value
    return ".".join(value) if name == "Fn::GetAtt" else value if name == "Ref" else json.dumps(resource)


def distinct(rows_: list[Row]) -> list[Row]:
    """The rows, of equal actions on one resource the first."""
    by_key: dict = {}
    for row in rows_:
        by_key.setdefault((row["action"], row["resource"]), row)
    return [*by_key.values()]
