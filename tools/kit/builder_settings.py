"""`builder` of app.yaml: the CodeBuild project that the app's lambdas start by the variable APP_BUILDER.

    builder:
      source: https://github.com/example/site.git
      image: aws/codebuild/standard:7.0
      commands: [npm ci, npm run build]
      permissions: [{action: "s3:PutObject", resource: "arn:aws:s3:::site/*"}]
"""
import re
from typing import Any

from kit import names, permission_entry
from kit.problems import KeyProblem

# The address of a repository, and the type of source that CodeBuild has for it.
# docs.aws.amazon.com/codebuild/latest/userguide/create-project.html
SOURCES = {"github.com": "GITHUB", "bitbucket.org": "BITBUCKET", "gitlab.com": "GITLAB"}
CODECOMMIT = re.compile(r"git-codecommit\.[a-z0-9-]+\.amazonaws\.com")
VARIABLE = re.compile(r"(?!CODEBUILD_)[A-Za-z_][A-Za-z0-9_]*")
ADDRESS = re.compile(r"https://([a-z0-9.-]+)((/[\w.~-]+){2,})/?")
# docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html
SIZES = {size: f"BUILD_GENERAL1_{size.upper()}" for size in ("small", "medium", "large", "xlarge", "2xlarge")}
IMAGE = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "a CodeBuild project, which lambdas start by DEMO_BUILDER (docs/builder.md)",
    "examples": [{"source": "https://github.com/example/site.git", "commands": ["npm ci", "npm run build"]}],
    "properties": {
        "source": {"type": "string", "description": "the repository, of GitHub, GitLab, Bitbucket or CodeCommit; "
                                                    "without it a build begins with an empty folder"},
        "image": {"type": "string", "minLength": 1, "default": IMAGE, "description": "the container that builds"},
        "commands": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1},
                     "description": "the commands of a build; without them the source's buildspec.yml has the "
                                    "commands"},
        "size": {"type": "string", "enum": list(SIZES), "default": "small", "description": "the kind of machine"},
        "timeout": {"type": "integer", "minimum": 5, "maximum": 2160, "default": 60, "description": "minutes"},
        "docker": {"type": "boolean", "default": False, "description": "whether a build may run Docker"},
        "env": {"type": "object", "default": {}, "additionalProperties": {"type": "string"},
                "description": "variables of a build; StartBuild may override them"},
        "permissions": {"type": "array", "default": [], "items": permission_entry.SCHEMA,
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
    env = builder.get("env")
    # docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
    faults += [(f"builder.env.{name}", f"builder.env.{name}: CodeBuild cannot set a variable of this name",
                "letters, digits and _; a name that begins with CODEBUILD_ is CodeBuild's own")
               for name in (env if isinstance(env, dict) else ()) if not VARIABLE.fullmatch(str(name))]
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
    if CODECOMMIT.fullmatch(match[1]):
        return "CODECOMMIT"
    is_page = match[2].count("/") > 2 and match[1] != "gitlab.com" or "/-/" in match[2]  # .../tree/main
    return None if is_page else SOURCES.get(match[1])
