"""Push: only what the bucket lacks travels. moto is the cloud; botocore checks each request."""
import hashlib
import io
import json
import zipfile
from pathlib import Path

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from moto.iam.access_control import PermissionResult

import push_artifacts
from aws import clients
from kit import files
from kit.problems import Problem, Problems
from push import artifacts as pushing
from recipes import template
from testkit.mock import mocked
from tests.fixtures.problems import problems_of
from tests.fixtures.written_files import write_files
from tests.update_golden import golden_app

APP = {"name": "demo", "package": "lambdas",
       "settings": {"region": "eu-west-1", "artifacts": "demo-artifacts"},
       "lambdas": {name: {"name": name, "path": f"lambdas/{name}/index.py", "modules": [], "infra": {}}
                   for name in ("bye", "hello")}}
TEMPLATE = {"Outputs": {}, "Parameters": {}, "Resources": {"Hello": {"Type": "AWS::SQS::Queue"}}}


@pytest.fixture
def s3(own_folder, monkeypatch):
    """moto's S3, in a project with the two lambdas of APP."""
    for name in APP["lambdas"]:
        write_files({f"lambdas/{name}/index.py": f"def handler(event, context):\n    return {name!r}\n"})
    Path("template.json").write_text(json.dumps(TEMPLATE))
    # moto reads no conditions: "deny all without TLS" is "deny all" to it.
    monkeypatch.setattr("moto.s3.models.FakeBucket.get_permission", lambda *_: PermissionResult.PERMITTED)
    with mocked():
        yield boto3.client("s3", region_name="eu-west-1")


def push(app=APP, stage="dev"):
    """Runs the tool on the app. -> (artifacts.json, [the writing S3 calls it made, by name])"""
    Path("app.json").write_text(json.dumps(app))
    made = []
    send = BaseClient._make_api_call
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", lambda self, name, args: made.append(name) or send(self, name, args))
        push_artifacts.main(["app.json", "template.json", "--stage", stage, "-o", "artifacts.json"])
    return json.loads(Path("artifacts.json").read_text()), sorted(n for n in made if n.startswith(("Put", "Create")))


def test_the_first_push_creates_the_bucket_and_uploads_all(s3, capsys):
    artifacts, made = push()
    parameters = artifacts["parameters"]
    assert made == ["CreateBucket", "PutBucketEncryption", "PutBucketPolicy", "PutObject", "PutObject", "PutObject",
                    "PutPublicAccessBlock"]
    assert sorted(parameters) == ["ArtifactsBucket", "ByeCode", "HelloCode"]
    assert parameters["ArtifactsBucket"] == "demo-artifacts"
    body = s3.get_object(Bucket="demo-artifacts", Key=parameters["HelloCode"])["Body"].read()
    assert zipfile.ZipFile(io.BytesIO(body)).namelist() == ["lambdas/hello/index.py"]
    key = artifacts["template"].removeprefix("https://s3.eu-west-1.amazonaws.com/demo-artifacts/")
    template = s3.get_object(Bucket="demo-artifacts", Key=key)["Body"].read()
    assert key == f"templates/{hashlib.sha256(template).hexdigest()}.json"
    assert json.loads(template) == TEMPLATE and b" " not in template
    assert capsys.readouterr().err == ("bucket demo-artifacts created\nbye 1 kB uploaded\nhello 1 kB uploaded\n"
                                       "2 of 2 lambdas uploaded, 0 unchanged\n")


def test_a_second_push_uploads_nothing_and_returns_the_same(s3, capsys):
    first, _ = push()
    capsys.readouterr()
    assert push() == (first, [])
    assert capsys.readouterr().err == "0 of 2 lambdas uploaded, 2 unchanged\n"


def test_only_the_lambda_that_changed_is_uploaded(s3, capsys):
    first, _ = push()
    Path("lambdas/hello/index.py").write_text("handler = None\n")
    second, made = push()
    changed = {key for key, value in second["parameters"].items() if value != first["parameters"][key]}
    assert (changed, made) == ({"HelloCode"}, ["PutObject"])


def test_the_bucket_is_private_encrypted_and_expires_nothing(s3):
    push()
    block = s3.get_public_access_block(Bucket="demo-artifacts")["PublicAccessBlockConfiguration"]
    assert set(block.values()) == {True} and len(block) == 4
    assert s3.get_bucket_encryption(Bucket="demo-artifacts")
    assert "aws:SecureTransport" in s3.get_bucket_policy(Bucket="demo-artifacts")["Policy"]
    with pytest.raises(s3.exceptions.ClientError, match="NoSuchLifecycleConfiguration"):
        s3.get_bucket_lifecycle_configuration(Bucket="demo-artifacts")


def test_a_file_that_is_saved_between_its_hash_and_its_upload_is_a_problem_and_not_uploaded(s3, monkeypatch):
    hello = Path("lambdas/hello/index.py")
    monkeypatch.setattr(pushing.buckets, "objects", lambda *_: hello.write_text("handler = None\n") and [])
    with pytest.raises(Problems, match=f"{hello}: was saved after the scan, so nothing was deployed"):
        push()
    zips = [s3.get_object(Bucket="demo-artifacts", Key=entry["Key"])["Body"].read()
            for entry in s3.list_objects_v2(Bucket="demo-artifacts").get("Contents", [])]
    assert [zipfile.ZipFile(io.BytesIO(body)).namelist() for body in zips] in ([], [["lambdas/bye/index.py"]])


REGIONS = "is in us-east-1, and the app in eu-west-1"


@pytest.mark.parametrize("refusals, said", [
    ({"HeadBucket": "403", "ListObjectsV2": "AccessDenied"}, "belongs to another account, or your keys have no permission for it"),
    ({"HeadBucket": "301", "ListObjectsV2": "PermanentRedirect"}, REGIONS),
    ({"HeadBucket": "400", "ListObjectsV2": "AuthorizationHeaderMalformed"}, REGIONS),
    ({"HeadBucket": ""}, REGIONS),  # botocore follows the redirect, and Lambda would not
    ({"CreateBucket": "BucketAlreadyExists"}, "belongs to another account"),
    ({"CreateBucket": "InvalidBucketName"}, "has a name that S3 does not allow"),
])
def test_a_bucket_that_cannot_be_ours_is_a_problem_at_the_line_that_names_it(s3, refusals, said):
    wrong, asked = refused(s3, refusals)
    assert wrong.splitlines()[0] == f"app.yaml:2: the bucket demo-artifacts {said}"
    assert asked["HeadBucket"]["ExpectedBucketOwner"] == "123456789012"  # a name taken by another is never used
    assert "PutObject" not in asked


@pytest.mark.parametrize("status, code, hint", [("400", "ExpiredToken", "sign in again"), ("403", "RequestTimeTooSkewed", "clock")])
def test_a_head_of_the_bucket_gives_no_reason_and_the_reason_of_a_get_is_reported(s3, status, code, hint):
    wrong, _asked = refused(s3, {"HeadBucket": status, "ListObjectsV2": code})
    assert wrong.startswith(f"the cloud rejects ListObjectsV2: {code}: No\n  hint: ") and hint in wrong


def refused(s3, refusals):
    """(the Problems of a push as text, {operation: its arguments}) where operations are refused with a code."""
    Path("app.yaml").write_text("name: demo\nartifacts: demo-artifacts\n")
    send, asked = BaseClient._make_api_call, {}

    def refuse(self, name, args):
        asked[name] = args
        if refusals.get(name) == "":
            return {"BucketRegion": "us-east-1"}
        if name in refusals:
            raise ClientError({"Error": {"Code": refusals[name], "Message": "No", "Region": "us-east-1"}}, name)
        return send(self, name, args)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Problems) as wrong:
        patch.setattr(BaseClient, "_make_api_call", refuse)
        clients.errors_as_problems()(push)()
    return str(wrong.value), asked


def test_the_problems_of_all_lambdas_are_reported_together_and_nothing_is_sent(s3):
    app = {**APP, "lambdas": {name: {**each, "modules": [f"lambdas/{name}.py"]} for name, each in APP["lambdas"].items()}}
    assert [problem.path for problem in problems_of(push, app).args] == ["lambdas/bye.py", "lambdas/hello.py"]
    assert s3.list_buckets()["Buckets"] == []


@pytest.mark.parametrize("stage", ["dev", "local"])
def test_an_app_too_large_for_its_stacks_is_reported_before_anything_is_sent_also_locally(s3, stage):
    large = {**TEMPLATE, "Resources": {f"Hello{number}": {} for number in range(501)}}
    Path("template.json").write_text(json.dumps(large))
    Path("build/local").mkdir(parents=True)
    Path("build/local/cloud.json").write_text('{"endpoint": "http://127.0.0.1:1"}')  # where nothing answers
    with pytest.raises(Problems, match="501 resources: one stack may have at most"):
        push({**APP, "lambdas": {}, "state": {}}, stage)
    assert s3.list_buckets()["Buckets"] == []


def test_an_app_of_several_stacks_is_as_many_templates_and_the_root_knows_where_they_are(s3, monkeypatch):
    monkeypatch.setattr(pushing, "layers", lambda *_: {})  # tests/push/test_layers.py has them
    app = golden_app("nested")
    for each in app["lambdas"].values():
        each["infra"]["layers"] = []
        Path(each["path"]).parent.mkdir(parents=True)
        Path(each["path"]).write_text("handler = print\n")
    Path("template.json").write_bytes(files.json_bytes(template.template(app)))
    artifacts, _made = push(app)
    assert push(app) == (artifacts, [])

    def read(url):
        key = url.removeprefix("https://s3.eu-west-1.amazonaws.com/demo-artifacts/")
        body = s3.get_object(Bucket="demo-artifacts", Key=key)["Body"].read()
        assert key == f"templates/{hashlib.sha256(body).hexdigest()}.json"
        return json.loads(body)
    root = read(artifacts["template"])
    nested = {id_: read(one["Properties"]["TemplateURL"]) for id_, one in root["Resources"].items()
              if one["Type"] == "AWS::CloudFormation::Stack"}
    assert nested.keys() == {"Lambdas1", "Lambdas2"}
    code = nested["Lambdas2"]["Resources"]["TwoFunction"]["Properties"]["Code"]
    assert code["S3Key"] == artifacts["parameters"]["TwoCode"]
    assert not root["Parameters"].keys() & {"TwoCode", "FastCode"}


def test_the_problem_of_a_bucket_without_a_line_names_the_settings():
    assert pushing.buckets.name_problem("demo-artifacts", "belongs to another account").args == (Problem(
        "app.yaml", 0, "the bucket demo-artifacts belongs to another account",
        "set `artifacts:` to a name that no other account has, such as company-app-artifacts"),)
