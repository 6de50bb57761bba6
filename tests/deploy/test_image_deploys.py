"""Code that is an image: its key is a URI with a digest, which deploys, diff, rollback and policies know as they know a zip."""
import json

import boto3
import pytest

import diff_stack
from deploy import (
    code_changes,
    code_deploys,
    deploy_calls,
    deploy_policy,
    difference_report,
    function_code,
    used_artifacts,
)
from deploy.code_changes import Version
from deploy.function_code import Target, Update
from kit import names
from kit.problems import Problems
from project import codebuild, github
from push import zip_changes
from recipes import image
from testkit.mock import mocked
from tests.update_golden import golden_app

IDS = {"ReportsFunction": "reports"}
ONE, TWO = (f"1.dkr.ecr.eu-west-1.amazonaws.com/demo-images@sha256:{digit * 64}" for digit in "12")
READY = {"State": "Active", "LastUpdateStatus": "Successful"}
NAMES = {"account": "111122223333", "region": "eu-west-1", "app": "demo", "stage": "dev", "stack": "demo-dev",
         "bucket": "demo-artifacts", "domain": ""}


def version(key, is_image=True, **properties):
    function = {"Type": "AWS::Lambda::Function", "Properties": {
        "Handler": "a.handler", "Runtime": "python3.13", "Code": {"S3Bucket": "b", "S3Key": {"Ref": "ReportsCode"}}, **properties}}
    template = {"Parameters": {"ReportsCode": {"Type": "String"}}, "Outputs": {},
                "Resources": {"ReportsFunction": image.with_image(function) if is_image else function}}
    return Version(template, {"ReportsCode": key}, {}, {})


def test_another_image_is_a_change_of_code_alone_and_an_image_is_no_code_of_a_zip():
    assert code_changes.codes(version(ONE), IDS) == {"reports": ONE}
    assert code_changes.differ_in_code_alone(version(ONE), version(TWO), IDS)
    assert not code_changes.differ_in_code_alone(version(ONE), version(TWO, MemorySize=1024), IDS)
    assert not code_changes.differ_in_code_alone(version("code/1.zip", is_image=False), version(ONE), IDS)
    assert "another PackageType" in code_changes.obstacles(version("code/1.zip", is_image=False), version(ONE), IDS)["reports"]


def test_what_runs_on_aws_has_its_own_name_even_if_the_app_now_has_it_otherwise():
    app = golden_app("image")  # reports is an image
    assert [code_deploys.update_of(app, "dev", name, key).function for name, key in (
        ("reports", ONE), ("reports", "code/1.zip"), ("gone", ONE))] == [
        "demo-dev-reports--image", "demo-dev-reports", "demo-dev-gone--image"]
    assert code_deploys.update_of(app, "local", "reports", "code/1.zip").function == "demo-local-reports--image"


def test_diff_finds_the_function_of_a_zip_that_becomes_an_image_and_of_an_image_that_becomes_a_zip():
    live = {"demo-dev-reports": 1, "demo-dev-thumbnails--image": 2}
    physical = {"ReportsFunction": "demo-dev-reports", "ThumbnailsFunction": "demo-dev-thumbnails--image"}
    assert [diff_stack.live_function(live, physical, name) for name in ("reports", "thumbnails", "gone")] == [1, 2, None]


def test_without_images_is_the_reverse():
    template = version(ONE).template
    function = image.without_images(template, {"runtime": "python3.13"})["Resources"]["ReportsFunction"]["Properties"]
    assert function == {"Handler": "a.handler", "Runtime": "python3.13",
                        "Code": {"S3Bucket": {"Ref": "ArtifactsBucket"}, "S3Key": {"Ref": "ReportsCode"}}}
    assert image.with_image({"Properties": function})["Properties"] == template["Resources"]["ReportsFunction"]["Properties"]


@pytest.mark.parametrize("digest, fails", [("2" * 64, False), ("1" * 64, True)])
def test_a_function_gets_the_image_by_its_digest(digest, fails):
    with mocked():
        client = boto3.client("lambda", region_name="eu-west-1")
    requests = []
    client.meta.events.register("before-call.lambda.*", lambda model, params, **_: requests.append(
        (model.name, json.loads(params["body"] or "{}"))) or (Status(), {**READY, "CodeSha256": digest}))
    update = Update("reports", "demo-dev-reports--image", TWO, "lambdas/reports/index.py")
    target = Target(client, None, "demo-artifacts", "dev")
    expected = function_code.digests(target, [update])
    if fails:
        with pytest.raises(Problems, match="runs other code than"):
            function_code.update_all(target, [update], expected)
    else:
        function_code.update_all(target, [update], expected)
    assert requests == [("UpdateFunctionCode", {"ImageUri": TWO}), ("GetFunctionConfiguration", {})]


class Status:
    status_code = 200


def test_diff_and_prune_know_images():
    with mocked():
        s3 = boto3.client("s3", region_name="eu-west-1")
        changes = zip_changes.by_lambda(s3, "b", {"reports": []}, {"reports": TWO}, {"reports": ONE})
    assert changes == {"reports": None} and zip_changes.text(None) == "another image"
    report = {"stack": "demo-dev", "changes": [{"owner": "reports", "kind": "changed", "type": image.TYPE, "properties": [
        "Code"], "id": "ReportsFunction", "word": "function", "path": "", "line": 0}], "code": changes, "outputs": {},
        "tags": {}, "live": [], "drift": []}
    assert "    code: another image" in difference_report.lines(report, [], zip_changes.text)
    keys = [ONE, "code/1.zip", "demo-images:abc"]
    assert deploy_calls.new_images(keys, True)[-1] == {
        "service": "ecr", "operation": "PutImage", "parameters": {"repositoryName": "demo-images", "imageTag": "abc"}}
    assert [call["operation"] for call in deploy_calls.new_images(keys, False)] == [
        "CreateRepository", "SetRepositoryPolicy", "PutLifecyclePolicy", "PutImage"]
    assert deploy_calls.new_images(keys[:2], False) == []
    assert used_artifacts.KEY.findall(json.dumps({"before": {"a": ONE}})) == [ONE.partition("@")[2]]


def test_the_policy_has_the_rights_of_pushes_where_an_image_is():
    template = {"Resources": version(ONE).template["Resources"]}
    statements = [statement for policy in deploy_policy.policies(template, {}, NAMES) for statement in policy["Statement"]]
    of_ecr = {action: statement["Resource"] for statement in statements for action in [*statement["Action"]]
              if action.startswith("ecr:")}
    assert of_ecr.pop("ecr:GetAuthorizationToken") == "*"
    assert {*map(str, of_ecr.values())} == {"['arn:aws:ecr:eu-west-1:111122223333:repository/demo-images']"}
    assert {"ecr:PutImage", "ecr:CreateRepository"} <= of_ecr.keys() and "ecr:BatchDeleteImage" not in of_ecr
    zips_only = json.dumps(deploy_policy.policies({"Resources": version("code/1.zip", False).template["Resources"]}, {}, NAMES))
    assert "ecr:" not in zips_only


@pytest.mark.parametrize("docker", [True, False])
def test_a_build_server_of_codebuild_is_privileged_if_it_builds_images(docker):
    target = github.Target("ann/shop", "main", "demo-dev", "dev", "eu-west-1", [], docker)
    environment = codebuild.project_properties(target, "demo-dev-ci", "Deploy")["Environment"]
    assert environment.get("PrivilegedMode", False) is docker


def test_a_function_that_becomes_an_image_has_another_name():
    app = golden_app("image")
    assert [names.function("demo-dev", name, number, names.is_image(app, name)) for name, number in (
        ("reports", 0), ("reports", 2), ("gone", 0))] == [
        "demo-dev-reports--image", "demo-dev-reports--2--image", "demo-dev-gone"]
