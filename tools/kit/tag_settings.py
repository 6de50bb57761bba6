"""`tags:` of app.yaml: tags of all resources of the app's stacks, for costs and access.

    tags: {team: web, cost-center: "4711"}

docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html has the characters that all services
accept. IAM compares the keys of a role's tags without regard to case:
docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
"""
import re

from kit.problems import KeyProblem

OWN = ("app", "branch", "expires", "stage")  # the tags that Pareto sets: aws/stages.py
MOST = 40  # of 50 of a resource; Pareto and CloudFormation set some
TEXT = re.compile(r"[\w .:/=+@-]*", re.ASCII)
SCHEMA: dict = {
    "type": "object",
    "additionalProperties": {"anyOf": [{"type": "string", "maxLength": 256}, {"type": "number"}]},
    "description": "tags of all resources of the app's stacks on AWS, besides app and stage, which Pareto sets: for "
                   "costs by team, for instance",
    "examples": [{"team": "web", "cost-center": "4711"}],
}


def normal(tags: dict, _lines: dict[str, int]) -> dict[str, str]:
    """{key: value} of a valid `tags`, all of them texts."""
    return {key: str(value) for key, value in tags.items()}


def problems(tags: dict) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of a valid `tags`: what the schema cannot express."""
    result: list[KeyProblem] = []
    seen: dict[str, str] = {}
    if len(tags) > MOST:
        result.append(("tags", f"tags has {len(tags)} entries: {MOST} at most", "AWS accepts 50 tags of a resource"))
    for key, value in tags.items():
        name = f"tags.{key}"
        if not key or len(key) > 128 or not TEXT.fullmatch(key) or key.lower().startswith("aws:"):
            result.append((name, f"AWS accepts no tag {key!r}", "a key has up to 128 letters, digits, spaces and "
                           "_ . : / = + - @, and does not begin with aws:"))
        elif not TEXT.fullmatch(str(value)):
            result.append((name, f"{name}: AWS accepts no value {value!r}",
                           "letters, digits, spaces and _ . : / = + - @"))
        elif key.lower() in OWN:
            result.append((name, f"{name}: Pareto sets the tag {key.lower()} itself", "choose another key"))
        elif key.lower() in seen:
            result.append((name, f"{name} and tags.{seen[key.lower()]}: IAM takes the two keys for one", "remove one"))
        seen.setdefault(key.lower(), key)
    return result
