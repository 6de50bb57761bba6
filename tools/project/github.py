"""The repository of this folder on GitHub, and the workflow and the role's template that `make ci` writes for it."""
import json
import re
from pathlib import Path
from typing import NamedTuple

from kit import files
from kit.problems import Problems, problem
from project import git

WORKFLOW, TEMPLATE = ".github/workflows/pareto.yml", "ci.template.json"
HASH_LINE = "# What `make ci` wrote, as git hashes it: {}\n"  # the last line of the workflow
PROVIDER = "token.actions.githubusercontent.com"
ACCOUNT = "000000000000"  # stands in the policies for the account's number, and has its length
LARGEST = 51_200  # bytes of a template that no bucket has: quotas of CloudFormation
PATH = "/pareto/ci/"  # of the roles: the policies of `make policy` allow changes of role/demo-dev-*, not of these
# AWS's schemas of resource types name some actions that its list of actions, and so cfn-lint, does not have.
UNLISTED = {"cfn-lint": {"config": {"ignore_checks": ["W3037"]}}}
REMOTE = re.compile(  # https://github.com/ann/shorty, or git@github.com:ann/shorty.git
    r"(?:(?:https?|ssh|git)://(?:[^/@]*@)?([^/:]+)(?::\d+)?/|(?:[^/@]*@)?([^/:@]+):/?)(.+?)(?:\.git)?/?")
HOSTS = {"github.com", "www.github.com", "ssh.github.com"}
REPOSITORY, BRANCH = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+"), re.compile(r"[A-Za-z0-9._/-]+")
REMOTE_HINT = "git remote add origin https://github.com/OWNER/NAME.git"


DEPLOY, DIFF = "Deploy", "Diff"  # purposes of jobs and their roles
EMULATION = "      - run: sudo apt-get update && sudo apt-get install --yes qemu-user-static # for images of arm64\n"


class Target(NamedTuple):
    """Where the workflow runs, and what it deploys."""

    repository: str  # "ann/shorty"
    branch: str
    stack: str  # "shorty-dev"
    stage: str
    region: str
    secrets: list[str]  # variables whose values are secrets of the repository
    docker: bool = False  # whether a deploy builds images
    emulation: bool = False  # whether one of them is for arm64, which the runner is not
    webhook: str = ""  # the variable with the address of Slack's webhook, or ""
    folder: str = ""  # of the app in the repository, "services/shop"; "" at its root

    def prefix(self) -> str:
        """Of the paths in the repository: "services/shop/", or ""."""
        return f"{self.folder}/" if self.folder else ""

    def variables(self, purpose: str) -> list[str]:
        """The variables of a job, "Deploy" or "Diff": the address of a webhook is only for a deploy."""
        return sorted({*self.secrets, *([self.webhook] if self.webhook and purpose == DEPLOY else [])})


def repository() -> tuple[str, str]:
    """(the remote origin, or the only one; its "ann/shorty"). Raises Problems if GitHub does not have it."""
    if not git.is_repository("."):
        raise problem("", 0, "this folder is in no git repository", f"git init, then {REMOTE_HINT}")
    remotes = git.output(".", "remote").decode().split()
    name = "origin" if "origin" in remotes else remotes[0] if len(remotes) == 1 else ""
    if not name:
        raise problem("", 0, "git has no remote called origin" if remotes else "git has no remote", REMOTE_HINT)
    match = REMOTE.fullmatch(git.output(".", "remote", "get-url", name).decode().strip())
    host, path = (match[1] or match[2], match[3]) if match else ("", "")  # not the whole URL: it may have a token
    if host.lower() not in HOSTS or not REPOSITORY.fullmatch(path):
        raise problem("", 0, f"the remote {name} is no repository of GitHub{f', but of {host}' if host else ''}",
                      f"`make ci` is for github.com: {REMOTE_HINT}")
    return name, path


def main_branch(remote: str) -> str:
    """The default branch on GitHub, if git knows it; else the branch main, master or the only one. Raises Problems."""
    default = short_reference(f"refs/remotes/{remote}/HEAD").removeprefix(f"{remote}/")
    branches = git.output(".", "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads").decode().split()
    branches = branches or [short_reference("HEAD")]  # before the first commit
    branch = default or next((name for name in ("main", "master") if name in branches), branches[0])
    if not branch or not default and branch not in ("main", "master") and len(branches) > 1:
        raise problem("", 0, f"git does not know the default branch of {remote}",
                      f"git remote set-head {remote} --auto")
    return permitted("branch", branch)


def short_reference(name: str) -> str:
    """The branch that a symbolic reference of git names, "" if there is none."""
    return git.completed(".", "symbolic-ref", "--short", name).stdout.decode().strip()


def folder() -> str:
    """The app's folder in the repository, "" at its root. Raises Problems of unusual names."""
    path = git.output(".", "rev-parse", "--show-prefix").decode().strip("/\n")
    return permitted("folder", path) if path else ""


def permitted(noun: str, name: str) -> str:
    """The name, if the workflow can have it as it is. Raises Problems."""
    if not BRANCH.fullmatch(name):
        raise problem("", 0, f"the {noun} {name!r} has characters that the workflow cannot take",
                      "letters, digits and . _ / - are possible")
    return name


def role(target: Target, purpose: str) -> str:
    """The name of a role: "shorty-dev-deploy"."""
    return f"{target.stack}-{purpose}"


def workflow(target: Target) -> str:
    """The text of the workflow."""
    values = {"region": target.region, "stage": target.stage, "branch": target.branch, "stack": target.stack,
              "directory": f', working-directory: "{target.folder}"' if target.folder else "",
              "prefix": target.prefix(),
              "diff-role": PATH + role(target, "diff"), "deploy-role": PATH + role(target, "deploy"),
              "emulation": EMULATION * target.emulation, **step_texts(target, DIFF), **step_texts(target, DEPLOY)}
    text = Path(__file__).with_name("workflow.yml").read_text()
    for name, value in values.items():
        text = text.replace(f"<{name}>", value)
    return text + HASH_LINE.format(git.content_hash(text.encode()))


def step_texts(target: Target, purpose: str) -> dict[str, str]:
    """{"diff-variables": the `env` of a step, "diff-required": the lines that end the step if a variable is empty}"""
    names = target.variables(purpose)
    variables = "".join(f"          {name}: ${{{{ secrets.{name} }}}}\n" for name in names)
    # a secret that is not set is an empty text, which would be deployed
    required = "".join(f': "${{{name}:?is no secret of the repository}}"\n          ' for name in names)
    return {f"{purpose.lower()}-variables": f"env:\n{variables}        " if variables else "",
            f"{purpose.lower()}-required": required}


def contents(target: Target, policies: list[dict], reading: list[dict]) -> dict[str, bytes]:
    """{path: content} of the two files. policies, reading: as of template()"""
    return {workflow_path(target.folder): workflow(target).encode(), TEMPLATE: template(target, policies, reading)}


def workflow_path(folder: str) -> str:
    """The path of the workflow from the app's folder: GitHub reads workflows only at the root of a repository."""
    if not folder:
        return WORKFLOW
    root, ending = "../" * len(Path(folder).parts), folder.replace("/", "-")
    return root + WORKFLOW.replace("pareto", f"pareto-{ending}")


def template(target: Target, policies: list[dict], reading: list[dict]) -> bytes:
    """The template of the roles: one deploys, for the branch, and one reads, for pull requests.

    policies, reading  [policy document] of the two, for the account ACCOUNT
    """
    resources: dict[str, dict] = {
        "Provider": {"Type": "AWS::IAM::OIDCProvider", "Condition": "CreatesProvider", "DeletionPolicy": "Retain",
                     "UpdateReplacePolicy": "Retain",
                     "Properties": {"Url": f"https://{PROVIDER}", "ClientIdList": ["sts.amazonaws.com"]}}}
    for purpose, subject, documents in ((DEPLOY, f"ref:refs/heads/{target.branch}", policies),
                                        (DIFF, "pull_request", reading)):
        resources |= role_resources(purpose, documents, {
            "RoleName": role(target, purpose.lower()), "AssumeRolePolicyDocument": trust(subject)})
    return with_hash({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"The roles with which GitHub Actions deploys {target.stack}. Written by make ci.",
        "Parameters": {
            # GitHub has ids in the names of the subject since June 2026, of new and renamed repositories
            "Repository": {"Type": "String", "Default": target.repository,
                           "AllowedPattern": "[A-Za-z0-9_@-]+/[A-Za-z0-9._@-]+",
                           "Description": "OWNER/NAME as in the subject of its tokens, with ids in a newer repository"},
            "CreateProvider": {"Type": "String", "Default": "true", "AllowedValues": ["true", "false"],
                               "Description": f"false if the account has the provider {PROVIDER}"}},
        "Conditions": {"CreatesProvider": {"Fn::Equals": [{"Ref": "CreateProvider"}, "true"]}},
        "Resources": resources})


def role_resources(purpose: str, documents: list[dict], properties: dict) -> dict[str, dict]:
    """{"DeployPolicy1": ..., "DeployRole": ...}: a role with policies. properties: its name and its trust policy"""
    policies = {f"{purpose}Policy{number}": {"Type": "AWS::IAM::ManagedPolicy", "Metadata": UNLISTED, "Properties": {
        "Path": PATH, "PolicyDocument": with_account(document)}} for number, document in enumerate(documents, 1)}
    return {**policies, f"{purpose}Role": {"Type": "AWS::IAM::Role", "Properties": {
        "Path": PATH, "ManagedPolicyArns": [{"Ref": id_} for id_ in policies], **properties}}}


def with_hash(body: dict) -> bytes:
    """The text of a template with the hash of its content, by which edited() recognizes it."""
    body_with_hash = {**body, "Metadata": {"MakeCi": git.content_hash(files.json_bytes(body))}}
    data = files.json_bytes(body_with_hash)
    return data if len(data) <= LARGEST else json.dumps(body_with_hash, separators=(",", ":"), sort_keys=True).encode()


def trust(subject: str) -> dict:
    """The policy of who may assume a role: runs in the repository with this end of the token's subject."""
    return {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": {"Fn::If": ["CreatesProvider", {"Ref": "Provider"}, {
            "Fn::Sub": f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:oidc-provider/{PROVIDER}"}]}},
        "Condition": {"StringEquals": {f"{PROVIDER}:aud": "sts.amazonaws.com",
                                       f"{PROVIDER}:sub": {"Fn::Sub": f"repo:${{Repository}}:{subject}"}}}}]}


def with_account(value):
    """A policy document in which the number ACCOUNT is the account's, by Fn::Sub."""
    if isinstance(value, dict):
        return {key: with_account(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_account(item) for item in value]
    if isinstance(value, str) and ACCOUNT in value:
        return {"Fn::Sub": value.replace("${", "${!").replace(ACCOUNT, "${AWS::AccountId}")}
    return value


def edited(path: str, data: bytes) -> bool:
    """Whether a file of this path and content is not as `make ci` wrote it, by the hash that it carries."""
    if path.endswith(".json"):
        try:
            body = json.loads(data)
            hash_ = body.pop("Metadata")["MakeCi"]
            return git.content_hash(files.json_bytes(body)) != hash_
        except (ValueError, KeyError, TypeError, AttributeError):
            return True
    text, line = data[:data.rstrip(b"\n").rfind(b"\n") + 1], data[data.rstrip(b"\n").rfind(b"\n") + 1:]
    return line.decode(errors="replace") != HASH_LINE.format(git.content_hash(text))


def write(contents: dict[str, bytes]) -> None:
    """Writes {path: content}, all or none. Raises Problems of files that a person wrote or changed."""
    for path in contents:
        if any(folder.is_symlink() or folder.exists() and not folder.is_dir() for folder in Path(path).parents[:-1]):
            raise problem(str(Path(path).parent), 0, "is no folder", "move it away")
    problems = [problem(path, 0, "was changed, and would be overwritten: `make ci` did not write it as it is",
                        "move it away, run `make ci`, then add your changes").args[0]
                for path, data in contents.items() if Path(path).is_symlink() or Path(path).is_dir()
                or Path(path).exists() and Path(path).read_bytes() != data and edited(path, Path(path).read_bytes())]
    if problems:
        raise Problems(*problems)
    for path, data in contents.items():
        files.write_bytes(path, data)
