"""permissions: what the lambda may do beyond what its environment variables say.

    infra:
      permissions:
      - translate:TranslateText
      - action: ses:SendEmail
        resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/example.com
"""

ACTION = {"type": "string", "pattern": r"^(\w+-)*\w+:(\w+\*?|\*)$", "examples": ["s3:GetObject"],
          "description": "`service:Action`; the action may be, or end in, `*`"}
SCHEMA = {
    "title": "permissions",
    "description": "A list of `service:Action` (on every resource), or of `{action, resource}`. The action "
                   "may be, or end in, `*`; the resource is an ARN, in which `${AWS::Region}` and the like "
                   "are filled in.",
    "type": "array",
    "items": {"anyOf": [
        ACTION,
        {"type": "object",
         "properties": {
             "action": {"description": "`service:Action`, or a list of them",
                        "anyOf": [ACTION, {"type": "array", "items": ACTION}]},
             "resource": {"description": "the ARN that it is for, or `*`", "type": "string",
                          "examples": ["arn:aws:s3:::photos/*"],
                          "pattern": r"^(\*|arn:.+|\$\{.+)$"}},
         "required": ["action", "resource"],
         "additionalProperties": False}]},
    "default": [],
    "examples": [["translate:TranslateText"],
                 [{"action": "ses:SendEmail", "resource": "arn:aws:ses:*:*:identity/example.com"}]],
}


def complaints(block):
    """[(key, message, hint)]: an empty list of actions would be refused only at deploy."""
    return [(f"{at}.action", "a permission with no action", "name one, e.g. ses:SendEmail")
            for at, one in enumerate(block) if isinstance(one, dict) and one["action"] == []]


def normal(block):
    """[{"action": ["ses:SendEmail"], "resource": "arn:..." or None}]: None is every resource."""
    return [one_normal(one) for one in block]


def one_normal(one):
    """"ses:SendEmail" -> {"action": ["ses:SendEmail"], "resource": None}."""
    if isinstance(one, str):
        return {"action": [one], "resource": None}
    action = one["action"]
    return {"action": [action] if isinstance(action, str) else list(action), "resource": one["resource"]}


def statements(block):
    """The role's statements of a normal block; `*` only where a person said no resource."""
    return [allow(one["action"], resource(one["resource"])) for one in block]


def allow(actions, resource_):
    """One statement of a role."""
    return {"Effect": "Allow", "Action": actions, "Resource": resource_}


def document(statements_):
    """A policy of these statements."""
    return {"Version": "2012-10-17", "Statement": statements_}


def resource(said):
    """"*" for None; an ARN as it is, or in Fn::Sub if it holds ${...}."""
    if said is None:
        return "*"
    return {"Fn::Sub": said} if "${" in said else said
