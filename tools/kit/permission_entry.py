"""One entry of `permissions`, of a lambda and of `builder` in app.yaml: an action, or actions on a resource."""
ACTION = {"type": "string", "pattern": r"^(\w+-)*\w+:[\w*?]+$", "examples": ["s3:GetObject"],
          "description": "`service:Action`; the action may have `*` and `?`"}
# The parts of an ARN; a ${name}, or ${!text}, may be one, and have colons.
# docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
NAME = r"\$\{!?[A-Za-z0-9_.:-]+\}"
PART, REST = rf"([^:\s$]|{NAME})", rf"([^\n\r$]|\$(?!\{{)|{NAME})"
ARN = rf"arn:(aws[a-z-]*|\*|\$\{{AWS::Partition\}}):{PART}+:{PART}*:([0-9]{{12}}|\*|aws|{NAME})?:{REST}+"
SCHEMA: dict = {"anyOf": [
    ACTION,
    {"type": "object",
     "properties": {
         "action": {"description": "`service:Action`, or a list of them",
                    "anyOf": [ACTION, {"type": "array", "items": ACTION, "minItems": 1}]},
         "resource": {"description": "the ARN to which the permission applies, or `*`", "type": "string",
                      "examples": ["arn:aws:s3:::photos/*"],
                      "pattern": rf"^(\*|{ARN}|{NAME}{REST}*)$"}},
     "required": ["action", "resource"],
     "additionalProperties": False}]}
