"""`builder` of app.yaml: the CodeBuild project that the app's lambdas start by the variable APP_BUILDER.

    builder:
      source: https://github.com/example/site.git
      image: aws/codebuild/standard:7.0
      commands: [npm ci, npm run build]
      permissions: [{action: "s3:PutObject", resource: "arn:aws:s3:::site/*"}]
"""
import re
from typing import Any

from kit import names
from kit.problems import KeyProblem

# The address of a repository, and the type of source that CodeBuild has for it.
# docs.aws.amazon.com/codebuild/latest/userguide/create-project.html
SOURCES = {"github.com": "GITHUB", "bitbucket.org": "BITBUCKET", "gitlab.com": "GITLAB"}
CODECOMMIT = re.compile(r"git-codecommit\.[a-z0-9-]+\.amazonaws\.com")
ADDRESS = re.compile(r"https://([a-z0-9.-]+)/\S+")
SIZES = {"small": "BUILD_GENERAL1_SMALL", "medium": "BUILD_GENERAL1_MEDIUM", "large": "BUILD_GENERAL1_LARGE"}
IMAGE = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
ACTION = {"type": "string", "pattern": r"^[a-z0-9-]+:[A-Za-z]*\*?$", "description": "`service:Action`"}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "a CodeBuild project, which lambdas start by APP_BUILDER (docs/builder.md)",
    "examples": [{"source": "https://github.com/example/site.git", "commands": ["npm ci", "npm run build"]}],
    "properties": {
        "source": {"type": "string", "description": "the repository, of GitHub, GitLab, Bitbucket or CodeCommit; "
                                                    "without it a build begins with an empty folder"},
        "image": {"type": "string", "minLength": 1, "default": IMAGE, "description": "the container that builds"},
        "commands": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1},
                     "description": "the commands of a build; without them the source's buildspec.yml has the "
                                    "commands"},
        "size": {"type": "string", "enum": sorted(SIZES), "default": "small", "description": "the kind of machine"},
        "timeout": {"type": "integer", "minimum": 5, "maximum": 2160, "default": 60, "description": "minutes"},
        "docker": {"type": "boolean", "default": False, "description": "whether a build may run Docker"},
        "env": {"type": "object", "default": {}, "additionalProperties": {"type": "string"},
                "description": "variables of a build; StartBuild may override them"},
        "permissions": {"type": "array", "default": [], "items": {"anyOf": [ACTION, {
            "type": "object", "required": ["action", "resource"], "additionalProperties": False, "properties": {
                "action": {"anyOf": [ACTION, {"type": "array", "minItems": 1, "items": ACTION}]},
                "resource": {"type": "string", "pattern": r"^(\*|arn:.+|\$\{.+)$",
                             "description": "the ARN to which the permission applies, or `*`",
                             "examples": ["arn:aws:s3:::site/*"]}}}]},
                        "description": "of the project's role, as a lambda's `permissions`"}},
    "additionalProperties": False,
}


def problems(builder: Any, region: Any) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of `builder`, a value of any type: what the schema cannot express.

    region  that of app.yaml; None is the default, eu-west-1
    """
    if not isinstance(builder, dict) or not builder:
        return []
    permissions, source, faults = builder.get("permissions"), builder.get("source"), []
    for at, entry in enumerate(permissions if isinstance(permissions, list) else ()):
        arn = str(entry.get("resource")) if isinstance(entry, dict) else ""
        if problem := names.partition_problem(arn, str(region or "eu-west-1")):
            faults.append((f"builder.permissions.{at}.resource", *problem))
    if source is None and "commands" not in builder:
        faults.append(("builder", "builder needs 'source' or 'commands'",
                       "source: https://github.com/example/site.git"))
    if isinstance(source, str) and not source_type(source):
        faults.append(("builder.source", f"builder.source: CodeBuild has no source {source!r}",
                       f"https:// and a repository of {', '.join(SOURCES)} or CodeCommit"))
    return faults


def source_type(source: str) -> str | None:
    """The type that CodeBuild has for the address of a repository, None if it has none."""
    match = ADDRESS.fullmatch(source)
    if not match:
        return None
    return "CODECOMMIT" if CODECOMMIT.fullmatch(match[1]) else SOURCES.get(match[1])
