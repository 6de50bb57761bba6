"""Resources that a person changed by hand: deploys name them, and a full one sets them to what the stack records."""
import json

import botocore.client
import pytest

import diff_stack
from aws import stages
from deploy import code_deploys, code_records, restorations
from tests.fixtures.aws_stages import reads
from tests.fixtures.cloud import zipped

pytest_plugins = ["tests.fixtures.api_calls", "tests.fixtures.aws_stages"]
SETTINGS = "name: handy\nenv: {COLOUR: red, KEY: first}\n"
TEXTS = {"one": reads("HANDY_TABLE", "COLOUR", infra="{timer: {rate: 1 hour}}"), "two": reads("COLOUR", infra="{queue: {}}")}
CODE = zipped({"lambdas/one/index.py": "def handler(event, context):\n    return 'by hand'\n"})


def change_by_hand(client, outputs):
    """Changes code, settings and variables of functions, a rule, a role, a table and a mapping, past CloudFormation."""
    functions = client("lambda")
    functions.update_function_code(FunctionName=function(client, "one"), ZipFile=CODE)
    functions.update_function_configuration(FunctionName=function(client, "two"), Timeout=77, Environment={"Variables": {"NEW": "1"}})
    rule, = [rule["Name"] for rule in client("events").list_rules()["Rules"] if "handy-dev-" in rule["Name"] and "-OneTimer" in rule["Name"]]
    client("events").disable_rule(Name=rule)
    client("iam").put_role_policy(RoleName=role(client), PolicyName="more", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}))
    client("dynamodb").update_continuous_backups(TableName=outputs["HandyTableName"], PointInTimeRecoverySpecification={
        "PointInTimeRecoveryEnabled": False})
    mapping, = functions.list_event_source_mappings(FunctionName=function(client, "two"))["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)


def function(client, name):
    """The function of a lambda, which may be in a nested stack."""
    return next(function["FunctionName"] for function in client("lambda").list_functions()["Functions"]
                if function["FunctionName"].partition("--")[0] == f"handy-dev-{name}")


def role(client):
    return client("lambda").get_function_configuration(FunctionName=function(client, "one"))["Role"].rpartition("/")[2]


def live(client, outputs):
    """What change_by_hand() changes, as it is now."""
    functions = client("lambda")
    two = functions.get_function_configuration(FunctionName=function(client, "two"))
    rule, = [rule for rule in client("events").list_rules()["Rules"] if "handy-dev-" in rule["Name"] and "-OneTimer" in rule["Name"]]
    mapping, = functions.list_event_source_mappings(FunctionName=function(client, "two"))["EventSourceMappings"]
    backups = client("dynamodb").describe_continuous_backups(TableName=outputs["HandyTableName"])
    return (functions.get_function_configuration(FunctionName=function(client, "one"))["CodeSha256"], two["Timeout"],
            two["Environment"]["Variables"], rule["State"], client("iam").list_role_policies(RoleName=role(client))["PolicyNames"],
            backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"],
            mapping["State"])


TOLD = ["  the code of one was changed by hand; `make deploy full=1 stage=dev` restores it\n",
        "  two was changed by hand: Timeout is 77, and 5 in the stack, Environment.Variables.COLOUR is gone, "
        "Environment.Variables.NEW is not in the stack; `make deploy full=1 stage=dev` restores it\n"]


@pytest.mark.parametrize("settings", ["", "stacks: 2\n"], ids=["one", "nested"])
def test_a_full_deploy_restores_what_was_changed_by_hand(stage_on_aws, capsys, settings):
    client = stage_on_aws.cloud.client
    outputs = stage_on_aws.deploy(SETTINGS + settings, TEXTS)
    before = live(client, outputs)
    change_by_hand(client, outputs)
    changed = live(client, outputs)
    assert not any(now == then for now, then in zip(changed, before))
    capsys.readouterr()
    stage_on_aws.deploy(SETTINGS + settings, TEXTS)
    printed = capsys.readouterr().err
    assert "handy-dev: nothing to change\n" + "".join(TOLD) in printed and live(client, outputs) == changed
    stage_on_aws.deploy(SETTINGS + settings, TEXTS, "--full")
    printed = capsys.readouterr().err
    assert live(client, outputs) == before
    for text in ("lambdas/two/index.py:3: TwoFunction of two: Environment.Variables.COLOUR is gone, Environment.Variables.NEW is not in the stack, Timeout is 77", "OneTimerRule of one: State is DISABLED",
                 "PointInTimeRecoveryEnabled is false", "  changed by hand: the code of one\n"):
        assert text in printed
    stage_on_aws.deploy(SETTINGS + settings, TEXTS, "--full")
    printed = capsys.readouterr().err
    assert "  changed by hand" not in printed and "handy-dev: nothing to change\n" in printed
    diff_stack.main(["build/app.json", "build/template.json", "--stage", "dev", "--drift"])
    assert capsys.readouterr().out == "handy-dev: nothing changes\n"


def test_a_change_of_the_infrastructure_and_a_protected_deploy_restore_too(stage_on_aws, capsys):
    client, protected = stage_on_aws.cloud.client, "stages: {dev: {protected: true}}\n"
    outputs = stage_on_aws.deploy(SETTINGS, TEXTS)
    before = live(client, outputs)
    change_by_hand(client, outputs)
    stage_on_aws.deploy(SETTINGS, {**TEXTS, "three": reads()})
    assert live(client, outputs) == before and "  changed by hand: the code of one\n" in capsys.readouterr().err
    stage_on_aws.deploy(SETTINGS + protected, TEXTS)
    change_by_hand(client, outputs)
    stage_on_aws.deploy(SETTINGS + protected, TEXTS)
    assert live(client, outputs) == before
    client("lambda").delete_function(FunctionName="handy-dev-one")
    stage_on_aws.deploy(SETTINGS + protected, TEXTS)
    assert live(client, outputs) == before
    capsys.readouterr()
    stage_on_aws.deploy(SETTINGS + protected, {"one": TEXTS["one"]}, "--lose", "TwoQueue")
    assert capsys.readouterr().err.count("CloudFormation searches for") == 1


def test_what_cannot_be_restored_is_printed_and_does_not_stop_the_deploy(stage_on_aws, capsys, monkeypatch):
    client = stage_on_aws.cloud.client
    outputs = stage_on_aws.deploy(SETTINGS, TEXTS)
    change_by_hand(client, outputs)
    monkeypatch.setattr(restorations, "MODE", "NO_SUCH_MODE")
    capsys.readouterr()
    stage_on_aws.deploy(SETTINGS, {**TEXTS, "three": reads()}, "--full")
    printed = capsys.readouterr().err
    assert "warning: handy-dev keeps what was changed by hand: " in printed and "Traceback" not in printed
    assert client("lambda").get_function_configuration(FunctionName="handy-dev-two")["Timeout"] == 77
    assert client("lambda").get_function_configuration(FunctionName="handy-dev-three")["Timeout"] == 5


def test_code_that_a_deploy_did_not_complete_was_not_changed_by_hand(stage_on_aws, capsys):
    client = stage_on_aws.cloud.client
    stage_on_aws.deploy(SETTINGS, TEXTS)
    client("lambda").update_function_code(FunctionName=function(client, "one"), ZipFile=CODE)
    store, _target = code_deploys.connection(stages.model("build/app.json"), "dev")
    saved = code_records.read(store, client("cloudformation").describe_stacks(StackName="handy-dev")["Stacks"][0]["StackId"])
    code_records.write(store, {**saved.record, "live": {"one": None}, "complete": False}, saved.etag)
    capsys.readouterr()
    with pytest.raises(SystemExit):
        diff_stack.main(["build/app.json", "build/template.json", "--stage", "dev"])
    assert [line for line in capsys.readouterr().out.splitlines() if "  live: " in line] == [
        "  live: the last deploy did not complete, and one may run other code than the stack records"]


@pytest.fixture
def small_pages(monkeypatch):
    """Each page of functions has one, as if the account had more than a page of 50."""
    call = botocore.client.BaseClient._make_api_call
    monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", lambda client, name, parameters: call(
        client, name, {**parameters, **({"MaxItems": 1} if name == "ListFunctions" else {})}))


def test_a_deploy_of_code_requests_no_further_page_of_functions(stage_on_aws, small_pages, api_calls, capsys):
    client = stage_on_aws.cloud.client
    stage_on_aws.deploy(SETTINGS, TEXTS)
    digest = client("lambda").get_function_configuration(FunctionName="handy-dev-two")["CodeSha256"]
    client("lambda").update_function_code(FunctionName="handy-dev-two", ZipFile=CODE)
    texts = {**TEXTS, "one": TEXTS["one"].replace("return", "return 1,")}
    for words in (), ("--full",):
        capsys.readouterr()
        api_calls.clear()
        stage_on_aws.deploy(SETTINGS, texts, *words)
        assert "ListFunctions" in api_calls and (api_calls.count("ListFunctions") > 1) == bool(words)
        assert ("by hand: the code of two" in capsys.readouterr().err) == bool(words)
    assert client("lambda").get_function_configuration(FunctionName="handy-dev-two")["CodeSha256"] == digest
    assert client("lambda").get_function_configuration(FunctionName="handy-dev-one")["Environment"]["Variables"]["COLOUR"] == "red"
