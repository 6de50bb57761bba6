"""permissions: what the lambda may do beyond the resources that its environment variables name.

    infra:
      permissions:
      - translate:TranslateText
      - action: ses:SendEmail
        resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/example.com
"""
from kit import permission_entry
from recipes import nothing

SCHEMA = {
    "title": "permissions",
    "description": "A list of `service:Action` (on every resource), or of `{action, resource}`. The action may have "
                   "`*` and `?`; the resource is an ARN, in which Pareto replaces `${AWS::Region}` and the like.",
    "type": "array",
    "items": permission_entry.SCHEMA,
    "default": [],
    "examples": [["translate:TranslateText"],
                 [{"action": "ses:SendEmail", "resource": "arn:aws:ses:*:*:identity/example.com"}]],
}


def normal(block: list) -> list[dict]:
    """[{"action": ["ses:SendEmail"], "resource": "arn:..." or None}]: None is every resource."""
    return [normal_entry(entry) for entry in block]


def normal_entry(entry: dict | str) -> dict:
    """An entry with all fields: "ses:SendEmail" -> {"action": ["ses:SendEmail"], "resource": None}."""
    if isinstance(entry, str):
        return {"action": [entry], "resource": None}
    action = entry["action"]
    return {"action": [action] if isinstance(action, str) else list(action), "resource": entry["resource"]}


def statements(block: list[dict]) -> list[dict]:
    """[statement] of a role, of a normal block; the resource is `*` only where the user wrote none."""
    return [allow(entry["action"], resource(entry["resource"])) for entry in block]


def allow(actions: list[str], resource_) -> dict:
    """A statement of a role that allows [action] on a resource, or on a list of them."""
    return {"Effect": "Allow", "Action": actions, "Resource": resource_}


def document(statements_: list[dict]) -> dict:
    """A policy document with these statements."""
    return {"Version": "2012-10-17", "Statement": statements_}


def resource(arn: str | None) -> dict[str, str] | str:
    """The Resource of a statement: "*" for None; an ARN as it is, or in Fn::Sub if it has ${...}."""
    if arn is None:
        return "*"
    return {"Fn::Sub": arn} if "${" in arn else arn


problems = nothing.no_problems
