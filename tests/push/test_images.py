"""Images of lambdas are built and pushed only where the repository lacks them. moto is the cloud; docker is a script."""
import json
import os
import subprocess
from pathlib import Path

import boto3
import pytest
from moto.iam.access_control import PermissionResult

import manage_bucket
import push_artifacts
from deploy import used_artifacts
from kit.problems import Problems
from push import artifacts, images
from testkit.mock import mocked
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files

REPOSITORY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/demo-images"
LAMBDAS = {"hello": {}, "reports": {"image": True}, "resize": {"image": True, "architecture": "x86_64"}}
APP = {"name": "demo", "package": "lambdas",
       "settings": {"region": "eu-west-1", "artifacts": "demo-artifacts", "architecture": "arm64", "runtime": "python3.13"},
       "lambdas": {name: {"name": name, "path": f"lambdas/{name}/index.py", "modules": [], "lines": {"": 3, "image": 4},
                          "infra": infra} for name, infra in LAMBDAS.items()}}
TEMPLATE = {"Outputs": {}, "Parameters": {}, "Resources": {"Hello": {"Type": "AWS::SQS::Queue"}}}
DOCKER = """#!/bin/sh
case $1 in
    login) echo "$* <$(cat)" >> calls ;;
    build) echo "$1 $2 $3 attestations:$BUILDX_NO_DEFAULT_ATTESTATIONS" >> calls
           (cd "$8" && find . -type f) | sort >> calls
           test -f "$7" || exit 9 ;;
    push) echo "$1" >> calls ;;
esac
exit $(cat status)
"""


@pytest.fixture
def ecr(own_folder, monkeypatch):
    """moto's ECR, in a project with the lambdas of APP; what docker pushes is in it. Nothing else is on PATH."""
    for name in APP["lambdas"]:
        write_files({f"lambdas/{name}/index.py": f"def handler(event, context):\n    return {name!r}\n",
                     f"lambdas/{name}/Dockerfile": "FROM public.ecr.aws/lambda/python:3.13\nCOPY . ${LAMBDA_TASK_ROOT}\n"})
    write_files({"app.json": json.dumps(APP), "template.json": json.dumps(TEMPLATE), "status": "0",
                 "bin/docker": DOCKER})
    Path("bin/docker").chmod(0o755)
    monkeypatch.setenv("PATH", f"{own_folder}/bin{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr("moto.s3.models.FakeBucket.get_permission", lambda *_: PermissionResult.PERMITTED)
    with mocked():
        client, run = boto3.client("ecr", region_name="eu-west-1"), subprocess.run

        def running(words, **options):
            done = run(words, **options)
            if words[1] == "push" and not done.returncode:
                uri, _colon, tag = words[2].rpartition(":")
                manifest = {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
                            "config": {}, "layers": [{"size": 1, "digest": tag}]}
                client.put_image(repositoryName=uri.partition("/")[2], imageTag=tag, imageManifest=json.dumps(manifest))
            return done
        monkeypatch.setattr(images.subprocess, "run", running)
        yield client


def push(stage="dev"):
    """({lambda: key of its code}, [line of docker's calls]) of a push."""
    Path("calls").write_text("")
    os.utime("app.json")  # as if the code had been scanned
    push_artifacts.main(["app.json", "template.json", "--stage", stage, "-o", "artifacts.json"])
    parameters = json.loads(Path("artifacts.json").read_text())["parameters"]
    return {name: parameters[f"{name.title()}Code"] for name in LAMBDAS}, Path("calls").read_text().splitlines()


def test_an_image_is_built_of_the_files_of_the_zip_pushed_once_and_named_by_its_digest(ecr, capsys):
    keys, calls = push()
    registry = REPOSITORY.partition("/")[0]
    assert calls == [f"login --username AWS --password-stdin {registry} <123456789012-auth-token",
                     "build --platform linux/arm64 attestations:1", "./lambdas/reports/Dockerfile",
                     "./lambdas/reports/index.py", "push",
                     "build --platform linux/amd64 attestations:1", "./lambdas/resize/Dockerfile",
                     "./lambdas/resize/index.py", "push"]
    by_tag = images.digests(ecr, "demo-images")
    assert {keys["reports"], keys["resize"]} == {f"{REPOSITORY}@{digest}" for digest in by_tag.values()}
    assert keys["hello"].startswith("code/") and "2 of 2 images pushed" in capsys.readouterr().err
    assert push() == (keys, [])
    Path("lambdas/reports/index.py").write_text("def handler(event, context):\n    return 2\n")
    planned = artifacts.planned_keys(APP, "dev", {"reports": [("lambdas/reports/index.py", 0o644, b"2")]})["reports"]
    assert planned.startswith("demo-images:") and planned.partition(":")[2] not in by_tag
    again, calls = push()
    assert again["resize"] == keys["resize"] and again["reports"] != keys["reports"] and calls.count("push") == 1


def test_the_dockerfile_of_a_package_in_a_folder_is_where_the_context_has_it(ecr):
    fn = {**APP["lambdas"]["reports"], "path": "src/lambdas/reports/index.py"}
    write_files({f"src/{path}": Path(path).read_text() for path in ("lambdas/reports/index.py", "lambdas/reports/Dockerfile")})
    Path("app.json").write_text(json.dumps({**APP, "package": "src/lambdas", "lambdas": {"reports": fn}}))
    Path("calls").write_text("")
    push_artifacts.main(["app.json", "template.json", "--stage", "dev", "-o", "artifacts.json"])
    assert "./lambdas/reports/Dockerfile" in Path("calls").read_text().splitlines()


def test_the_repository_is_the_apps_with_fixed_tags_and_lets_its_functions_pull(ecr):
    push()
    repository = ecr.describe_repositories()["repositories"]
    assert [(entry["repositoryName"], entry["imageTagMutability"]) for entry in repository] == [("demo-images", "IMMUTABLE")]
    statement, = json.loads(ecr.get_repository_policy(repositoryName="demo-images")["policyText"])["Statement"]
    assert statement["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert statement["Condition"] == {"StringLike": {
        "aws:SourceArn": "arn:aws:lambda:eu-west-1:123456789012:function:demo-*"}}
    rule, = json.loads(ecr.get_lifecycle_policy(repositoryName="demo-images")["lifecyclePolicyText"])["rules"]
    assert rule["selection"]["tagStatus"] == "untagged"


def test_without_docker_each_image_that_must_be_built_is_a_problem_at_its_line(ecr, monkeypatch):
    keys, _calls = push()
    Path("bin/docker").unlink()
    monkeypatch.setenv("PATH", f"{Path.cwd()}/bin")
    assert push() == (keys, [])  # nothing is to be built
    for name in ("reports", "resize"):
        Path(f"lambdas/{name}/index.py").write_text("def handler(event, context):\n    return 2\n")
    assert [str(problem) for problem in problems_of(push).args] == [
        f"lambdas/{name}/index.py:4: the image of {name} must be built, and this machine has no docker\n"
        "  hint: install Docker (docs.docker.com/get-docker) or Podman; the local cloud needs neither"
        for name in ("reports", "resize")]


def test_a_build_that_fails_is_a_problem_of_the_dockerfile_and_a_refused_sign_in_of_docker(ecr):
    push()
    Path("lambdas/resize/index.py").write_text("def handler(event, context):\n    return 2\n")
    Path("status").write_text("1")
    with pytest.raises(Problems, match="docker cannot sign in to 123456789012.dkr.ecr.eu-west-1"):
        push()
    script = Path("bin/docker").read_text().replace("exit $(", "test $1 = login || exit $(")
    Path("bin/docker").write_text(script)
    raised = problems_of(push)
    assert str(raised) == ("lambdas/resize/Dockerfile: `docker build` of the image of resize failed with status 1\n"
                                 "  hint: its own message is above")


def test_a_push_that_was_killed_or_that_another_overtook_is_completed(ecr, monkeypatch):
    ecr.create_repository(repositoryName="demo-images", imageTagMutability="IMMUTABLE")  # and the deploy was killed
    keys, _calls = push()
    assert ecr.get_repository_policy(repositoryName="demo-images") and ecr.get_lifecycle_policy(repositoryName="demo-images")
    Path("bin/docker").write_text("#!/bin/sh\ntest $1 != push\n")  # the tag exists: another deploy has pushed it
    digests, before_push = images.digests, [{}]
    monkeypatch.setattr(images, "digests", lambda *arguments: before_push.pop() if before_push else digests(*arguments))
    assert push()[0] == keys
    Path("lambdas/resize/index.py").write_text("def handler(event, context):\n    return 2\n")
    monkeypatch.setattr(images.subprocess, "run", lambda words, **_: subprocess.CompletedProcess(words, 0))
    with pytest.raises(Problems, match="docker pushed the image of resize, and demo-images does not have it"):
        push()


def test_prune_deletes_the_images_that_no_stack_names(ecr, monkeypatch, capsys):
    keys, _calls = push()
    monkeypatch.setattr(manage_bucket, "YOUNG", -manage_bucket.YOUNG)
    monkeypatch.setattr(used_artifacts, "keys", lambda cfn, stack: [keys["reports"].partition("@")[2]])
    boto3.client("cloudformation", region_name="eu-west-1").create_stack(  # of images alone: it does not name the bucket
        StackName="demo-dev", TemplateBody=json.dumps(TEMPLATE), Tags=[{"Key": "app", "Value": "demo"}])
    manage_bucket.main(["app.json", "--stage", "dev", "--yes", "prune"])
    left = images.digests(ecr, "demo-images").values()
    assert [f"{REPOSITORY}@{digest}" for digest in left] == [keys["reports"]]
    assert "1 image deleted from demo-images" in capsys.readouterr().err
