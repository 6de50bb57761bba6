"""Container images of lambdas with `image: true`: built by docker or podman, pushed to the app's repository of ECR.

The context of a build has the files of a lambda's zip at the same paths, so `COPY . ${LAMBDA_TASK_ROOT}` gives the
handler what a zip would. The tag of an image is a hash of its context: an image that is in the repository is not built.
"""
import base64
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from aws import errors, stages
from aws.app import AppModel, Lambda
from kit import cli, names
from kit.problems import Problem, Problems, problem
from kit.schema import line_of
from push import scratch, zips
from recipes import image

TOOLS = ("docker", "podman")
STDERR = 2  # the file descriptor
RECIPE = "pareto image 1"  # in every tag: raise it if the context or the build changes
PLATFORMS = {"arm64": "linux/arm64", "x86_64": "linux/amd64"}
# With attestations buildx pushes an index of images, which Lambda does not take.
# docs.docker.com/build/metadata/attestations
ENVIRONMENT = {"BUILDX_NO_DEFAULT_ATTESTATIONS": "1"}
# docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
# What an interrupted push left. A tagged image never expires: a stack may use it for years, and roll back to it.
LIFECYCLE = {"rules": [{
    "rulePriority": 1, "description": "of interrupted pushes", "action": {"type": "expire"},
    "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 1}}]}


class Build(NamedTuple):
    """The image of a lambda. entries: the files of its context, as of zips.content(), and dockerfile one of their
    paths"""

    fn: Lambda
    tag: str
    platform: str
    entries: list[tuple[str, int, bytes]]
    dockerfile: str


def build_of(app: AppModel, name: str, entries: list[tuple[str, int, bytes]]) -> Build:
    """The Build of a lambda, whose tag is a digest of the context and the platform."""
    fn = app["lambdas"][name]
    platform = PLATFORMS[fn["infra"].get("architecture", app["settings"]["architecture"])]
    tag = hashlib.sha256(f"{RECIPE} {platform} {fn['path']} {zips.digest(entries)}".encode()).hexdigest()
    return Build(fn, tag, platform, entries, zips.packed_path(dockerfile(fn), app["package"]))


def dockerfile(fn: Lambda) -> str:
    """The path of a lambda's Dockerfile."""
    return f"{os.path.dirname(fn['path'])}/{image.FILE}"


def stored(ecr, repository: str) -> list[dict[str, Any]]:
    """[image, as ECR describes it] of a repository; [] if there is none."""
    with errors.ignored("RepositoryNotFoundException"):
        return [image_ for page in ecr.get_paginator("describe_images").paginate(repositoryName=repository)
                for image_ in page["imageDetails"]]
    return []


def delete(ecr, repository: str, images: list[dict[str, Any]]) -> None:
    """Delete images, a hundred at a time. Raises Problems if ECR cannot delete one."""
    ids = [{"imageDigest": entry["imageDigest"]} for entry in images]
    for start in range(0, len(ids), 100):
        response = ecr.batch_delete_image(repositoryName=repository, imageIds=ids[start:start + 100])
        if failures := response.get("failures"):
            raise problem("", 0, f"{repository}: an image cannot be deleted: {failures[0].get('failureReason', '')}")


def digests(ecr, repository: str) -> dict[str, str]:
    """{tag: digest} of the images of a repository."""
    return {tag: entry["imageDigest"] for entry in stored(ecr, repository) for tag in entry.get("imageTags", [])}


def planned(app: AppModel, stage: str, entries: dict[str, list]) -> dict[str, str]:
    """{lambda: URI of its image}, of one that is to be built its repository and tag. entries: {lambda: its context}"""
    if not entries:
        return {}
    ecr, repository = stages.client("ecr", app, stage), names.repository(app)
    present, found = digests(ecr, repository), described(ecr, repository)
    uri = found["repositoryUri"] if found else repository
    tags = {name: build_of(app, name, content).tag for name, content in entries.items()}
    return {name: f"{uri}@{present[tag]}" if tag in present else f"{repository}:{tag}" for name, tag in tags.items()}


def push(app: AppModel, stage: str, entries: dict[str, list]) -> dict[str, str]:
    """Build and push the images that the repository lacks, and print each. -> {lambda: URI with the digest}

    entries  {lambda: its context}
    Raises Problems without docker, and of a build that fails.
    """
    if not entries:
        return {}
    ecr, repository = stages.client("ecr", app, stage), names.repository(app)
    builds = {name: build_of(app, name, content) for name, content in sorted(entries.items())}
    present = digests(ecr, repository)
    absent = {build.tag: build for build in builds.values() if build.tag not in present}
    tool = found_tool([*absent.values()]) if absent else ""
    uri = ensure_repository(ecr, app)
    if absent:
        permit_pulls(ecr, app, repository)
        sign_in(ecr, tool, uri)
        for build in absent.values():
            try:
                push_one(tool, uri, build)
            except Problems:  # a tag never moves: perhaps another deploy has pushed the same image meanwhile
                if build.tag not in digests(ecr, repository):
                    raise
        present = digests(ecr, repository)
        if lost := [build.fn for build in absent.values() if build.tag not in present]:
            raise Problems(*(Problem(fn["path"], 0, f"{tool} pushed the image of {fn['name']}, and {repository} does "
                                     "not have it", "deploy again") for fn in lost))
    cli.say(f"{len(absent)} of {len(builds)} images pushed, {len(builds) - len(absent)} unchanged")
    return {name: f"{uri}@{present[build.tag]}" for name, build in builds.items()}


def found_tool(builds: list[Build]) -> str:
    """"docker", or another of TOOLS that is installed. Raises a Problem for each lambda without it."""
    tool = next(filter(shutil.which, TOOLS), None)
    if not tool:
        raise Problems(*(Problem(build.fn["path"], line_of(build.fn["lines"], "image"),
                                 f"the image of {build.fn['name']} must be built, and this machine has no docker",
                                 "install Docker (docs.docker.com/get-docker) or Podman; the local cloud needs neither")
                         for build in builds))
    return tool


def ensure_repository(ecr, app: AppModel) -> str:
    """Makes the repository of the app if there is none: its tags never move. -> its URI"""
    repository = names.repository(app)
    if found := described(ecr, repository):
        return found["repositoryUri"]
    created = ecr.create_repository(repositoryName=repository, imageTagMutability="IMMUTABLE")["repository"]
    cli.say(f"repository {repository} created")
    return created["repositoryUri"]


def described(ecr, repository: str) -> dict[str, Any] | None:
    """A repository as ECR describes it; None if there is none."""
    try:
        return ecr.describe_repositories(repositoryNames=[repository])["repositories"][0]
    except ecr.exceptions.RepositoryNotFoundException:
        return None


def has_repository(app: AppModel, stage: str) -> bool:
    """Whether the app needs no repository, or has it."""
    is_needed = any(map(image.has_image, app["lambdas"].values()))
    return not is_needed or described(stages.client("ecr", app, stage), names.repository(app)) is not None


def permit_pulls(ecr, app: AppModel, repository: str) -> None:
    """Let the app's functions pull images. At each push: a deploy may have been killed after it made the repository."""
    partition, _ecr, region, account = ecr.describe_repositories(
        repositoryNames=[repository])["repositories"][0]["repositoryArn"].split(":")[1:5]
    functions = f"arn:{partition}:lambda:{region}:{account}:function:{app['name']}-*"
    ecr.set_repository_policy(repositoryName=repository, policyText=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Sid": "Lambda", "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": PULL,
            "Condition": {"StringLike": {"aws:SourceArn": functions}}}]}))
    ecr.put_lifecycle_policy(repositoryName=repository, lifecyclePolicyText=json.dumps(LIFECYCLE))


def sign_in(ecr, tool: str, uri: str) -> None:
    """Sign in to the registry of a repository, for twelve hours. The password is on no command line."""
    token = ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
    user, _colon, password = base64.b64decode(token).decode().partition(":")
    done = subprocess.run([tool, "login", "--username", user, "--password-stdin", uri.partition("/")[0]],
                          input=password, text=True, capture_output=True)
    if done.returncode:
        raise problem("", 0, f"{tool} cannot sign in to {uri.partition('/')[0]}: {done.stderr.strip()}",
                      f"is {tool} running? `{tool} info` shows it")


def push_one(tool: str, uri: str, build: Build) -> None:
    """Build an image, and push it. Raises a Problem at its Dockerfile if either fails."""
    reference = f"{uri}:{build.tag}"
    with scratch.scratch_folder() as folder:
        for path, mode, data in build.entries:
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            file.chmod(mode)
        for words in (["build", "--platform", build.platform, "--tag", reference,
                       "--file", str(Path(folder, build.dockerfile)), folder], ["push", reference]):
            done = subprocess.run([tool, *words], stdout=STDERR, env={**os.environ, **ENVIRONMENT})
            if done.returncode:
                raise problem(dockerfile(build.fn), 0, f"`{tool} {words[0]}` of the image of {build.fn['name']} failed "
                              f"with status {done.returncode}", "its own message is above")
    cli.say(f"{build.fn['name']}: image pushed")
