"""Deploy: from whatever state the stack is in to the one that the app wants, and its failures in words."""
import json
import re
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

import deploy_stack
from aws import clients, stacks
from deploy import addresses, change_sets, changes, failures, parameters, progress
from kit import examples
from kit.problems import Problem, Problems
from tests.fixtures.fake_cloudformation import World, added, change

HELLO = {"name": "hello", "path": "lambdas/hello/index.py", "handler": "lambdas.hello.index.handler", "modules": [],
         "infra": {"timer": {"rate": "1 hour", "body": {}}, "size": 512, "timeout": 5, "layers": [], "permissions": [],
                   "indexes": []},
         "env": [], "lines": {"": 3, "timer": 4, "timer.rate": 5}}
APP = {"name": "demo", "package": "lambdas", "lambdas": {"hello": HELLO}, "state": {},
       "settings": {"region": "eu-west-1", "runtime": "python3.13", "architecture": "arm64",
                    "artifacts": "demo-artifacts", "domain": None}}
TEMPLATE = {"Parameters": {name: {"Type": "String"} for name in ("ArtifactsBucket", "HelloCode", "Stage")}}
URL = "https://s3.eu-west-1.amazonaws.com/demo-artifacts/templates/1.json"
ARTIFACTS = {"parameters": {"ArtifactsBucket": "demo-artifacts", "HelloCode": "code/1.zip"}, "template": URL}
RULE = "AWS::Events::Rule"


@pytest.fixture
def world(tmp_path, monkeypatch):
    """An empty CloudFormation, and what push left, in the working directory."""
    world = World()
    monkeypatch.chdir(tmp_path)
    Path("app.yaml").write_text("name: demo\n")
    Path("template.json").write_text(json.dumps(TEMPLATE))
    Path("artifacts.json").write_text(json.dumps(ARTIFACTS))
    monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: world.client)
    monkeypatch.setattr(clients, "endpoint", lambda: "http://127.0.0.1:4566")
    monkeypatch.setattr(stacks, "PAUSES", {"local": 0})
    return world


def deploy(*more, app=APP):
    """Runs the tool. -> stack.json, or None where it wrote none"""
    Path("app.json").write_text(json.dumps(app))
    deploy_stack.main(["app.json", "artifacts.json", "--template", "template.json", "-o", "stack.json", *more])
    return json.loads(Path("stack.json").read_text()) if Path("stack.json").exists() else None


def said(capsys):
    """What was told on stderr, without the seconds."""
    return re.sub(r"^ *[\d.]+s", "", capsys.readouterr().err, flags=re.M)


def test_the_first_deploy_creates_the_stack_and_tells_each_resource(world, capsys):
    world.changes(added("HelloFunction"), added("HelloTimerRule", RULE))
    world.outputs = {"ApiUrl": "https://abc1.execute-api.eu-west-1.amazonaws.com/local"}
    assert deploy() == {"stack": "demo-local", "status": "CREATE_COMPLETE", "outputs": world.outputs}
    request, = world.requests("create_change_set")
    assert re.fullmatch("pareto-[0-9a-f]{32}", request.pop("ChangeSetName"))
    assert request == {
        "StackName": "demo-local", "TemplateURL": URL, "ChangeSetType": "CREATE",
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "Parameters": [{"ParameterKey": "ArtifactsBucket", "ParameterValue": "demo-artifacts"},
                       {"ParameterKey": "HelloCode", "ParameterValue": "code/1.zip"},
                       {"ParameterKey": "Stage", "ParameterValue": "local"}],
        "Tags": [{"Key": "app", "Value": "demo"}, {"Key": "stage", "Value": "local"}]}
    assert said(capsys) == """\
demo-local: 2 added
  hello  function, timer (2 resources)
  api      http://127.0.0.1:4566/_aws/execute-api/abc1/local
  logs     make logs name=hello
"""


def test_all_tells_each_resource_of_the_first_deploy(world, capsys):
    world.changes(added("HelloFunction"), added("HelloTimerRule", RULE))
    deploy("--all")
    assert said(capsys) == """\
demo-local: 2 added
  hello: added function, timer
  create complete  hello function               HelloFunction
  create complete  hello timer                  HelloTimerRule
  logs     make logs name=hello
"""


def test_a_later_deploy_tells_what_changed(world, capsys):
    world.stack("CREATE_COMPLETE")
    world.changes(added("HelloTimerRule", RULE))
    deploy()
    assert said(capsys) == """\
demo-local: 1 added
  hello: added timer
  update complete  hello timer                  HelloTimerRule
  logs     make logs name=hello
"""


def test_a_first_deploy_that_fails_tells_the_resource_and_its_line(world, capsys):
    world.changes(added("HelloFunction"), added("HelloTimerRule", RULE))
    world.fails("HelloTimerRule", "Parameter ScheduleExpression is not valid.")
    with pytest.raises(Problems, match="lambdas/hello/index.py:4: HelloTimerRule"):
        deploy()
    told = said(capsys)
    assert "create failed    hello timer                  HelloTimerRule\n" in told and "resources)" not in told


def test_the_parts_of_a_lambda_are_counted(capsys):
    tell = progress.Progress({**{id_: ("add", "") for id_ in ("F", "R", "L", "P")}, "E": ("add", "endpoint"), "T": ("", "")})
    types = {"F": "AWS::Lambda::Function", "R": "AWS::IAM::Role", "L": "AWS::Logs::LogGroup",
             "P": "AWS::Lambda::Permission", "E": "AWS::Lambda::Permission", "T": "AWS::Lambda::Function"}
    tell.plan([{"LogicalResourceId": id_, "ResourceType": type_} for id_, type_ in types.items()])
    for id_ in ("R", "L", "T", "P", "E", "F"):
        tell({"LogicalResourceId": id_, "ResourceType": types[id_], "ResourceStatus": "CREATE_COMPLETE", "StackId": "s"})
    assert said(capsys) == "  shared  function (1 resource)\n  add     endpoint, function, logs, role (5 resources)\n"


def test_a_deploy_without_changes_says_so_and_changes_nothing(world, capsys):
    world.stack("CREATE_COMPLETE")
    assert deploy()["status"] == "CREATE_COMPLETE"
    assert said(capsys) == "demo-local: nothing to change\n  logs     make logs name=hello\n"
    assert world.requests("execute_change_set") == [] and world.sets == {}


def test_a_dry_run_prints_the_plan_and_leaves_nothing(world, capsys):
    world.changes(added("HelloFunction"))
    assert deploy("--dry-run") is None
    assert capsys.readouterr() == ("demo-local: 1 added\n  hello: added function\n", "")
    assert world.requests("execute_change_set") == []
    assert (world.status, world.sets) == (None, {})


@pytest.mark.parametrize("status", ["UPDATE_IN_PROGRESS", "ROLLBACK_COMPLETE"])
def test_a_dry_run_neither_waits_nor_deletes(world, status):
    world.stack(status)
    with pytest.raises(Problems, match=f"demo-local is {status}: what a deploy would change is not known yet"):
        deploy("--dry-run")
    assert [name for name, _asked in world.calls] == ["describe_stacks"]


@pytest.mark.parametrize("status, then, steps, ends", [
    (None, [], ["create_change_set", "execute_change_set"], "CREATE_COMPLETE"),
    ("REVIEW_IN_PROGRESS", [], ["create_change_set", "execute_change_set"], "CREATE_COMPLETE"),
    ("UPDATE_COMPLETE", [], ["create_change_set", "execute_change_set"], "UPDATE_COMPLETE"),
    ("UPDATE_ROLLBACK_COMPLETE", [], ["create_change_set", "execute_change_set"], "UPDATE_COMPLETE"),
    ("ROLLBACK_COMPLETE", [], ["delete_stack", "create_change_set", "execute_change_set"], "CREATE_COMPLETE"),
    ("ROLLBACK_FAILED", [], ["delete_stack", "create_change_set", "execute_change_set"], "CREATE_COMPLETE"),
    ("DELETE_FAILED", [], ["delete_stack", "create_change_set", "execute_change_set"], "CREATE_COMPLETE"),
    ("CREATE_IN_PROGRESS", ["CREATE_COMPLETE"], ["create_change_set", "execute_change_set"], "UPDATE_COMPLETE"),
    ("CREATE_IN_PROGRESS", ["ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"],
     ["delete_stack", "create_change_set", "execute_change_set"], "CREATE_COMPLETE"),
    ("UPDATE_IN_PROGRESS", ["UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE"],
     ["create_change_set", "execute_change_set"], "UPDATE_COMPLETE"),
    ("DELETE_IN_PROGRESS", ["DELETE_COMPLETE"], ["create_change_set", "execute_change_set"], "CREATE_COMPLETE"),
])
def test_a_deploy_goes_on_from_any_state_that_another_left(world, status, then, steps, ends):
    if status:
        world.stack(status)
    world.meanwhile(*then)
    world.changes(added("HelloFunction"))
    assert deploy()["status"] == ends
    acting = ("create_change_set", "execute_change_set", "delete_stack")
    assert [name for name, _asked in world.calls if name in acting] == steps


def test_a_rollback_that_failed_wants_a_person(world):
    world.stack("UPDATE_ROLLBACK_FAILED")
    with pytest.raises(Problems, match="continue-update-rollback --stack-name demo-local"):
        deploy()
    assert world.requests("create_change_set") == []


def test_a_deploy_that_another_overtook_looks_again(world, capsys):
    world.stack("UPDATE_COMPLETE")
    world.changes(added("HelloFunction"))
    world.later = [("InvalidChangeSetStatus", "ChangeSet is in [OBSOLETE] status")]
    assert deploy()["status"] == "UPDATE_COMPLETE"
    assert "another deploy came first: trying again\n" in said(capsys)
    assert len(world.requests("execute_change_set")) == 2


def test_a_failure_is_told_at_the_line_of_its_word_and_what_it_drew_along_is_not(world):
    world.stack("UPDATE_COMPLETE")
    world.changes(added("HelloTimerRule", RULE), added("HelloFunction"))
    world.fails("HelloTimerRule", "Parameter ScheduleExpression is not valid.")
    world.fails("HelloFunction", "Resource creation cancelled")
    with pytest.raises(Problems) as failed:
        deploy()
    assert str(failed.value) == """\
demo-local is UPDATE_ROLLBACK_COMPLETE: it is as before the deploy
  hint: fix it and deploy again
lambdas/hello/index.py:4: HelloTimerRule (AWS::Events::Rule): Parameter ScheduleExpression is not valid.
  hint: AWS's cron has six fields, and one of day and weekday is '?'"""
    assert not Path("stack.json").exists()


def test_after_a_failed_creation_the_next_deploy_starts_afresh(world):
    world.changes(added("HelloFunction"))
    world.fails("HelloFunction", "No.")
    with pytest.raises(Problems, match="demo-local is ROLLBACK_COMPLETE: nothing was made"):
        deploy()
    world.failing = {}
    world.changes(added("HelloFunction"))
    assert deploy()["status"] == "CREATE_COMPLETE"


def test_a_template_that_cloudformation_refuses_is_told_and_leaves_nothing(world):
    world.changes(added("HelloFunction"))
    world.refused = "Template error: no such thing"
    with pytest.raises(Problems) as refused:
        deploy()
    assert str(refused.value) == "CloudFormation refuses the template: Template error: no such thing"
    assert (world.status, world.sets) == (None, {})


def test_what_early_validation_finds_has_an_address(world):
    world.changes(added("HelloFunction"))
    world.refused = "The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]."
    world.fails("HelloFunction", "demo-local-hello already exists")
    with pytest.raises(Problems) as refused:
        deploy()
    assert str(refused.value) == (
        "lambdas/hello/index.py:3: HelloFunction (AWS::Lambda::Function): demo-local-hello already exists\n"
        "  hint: something outside the stack has this name: delete it, or rename yours")


def test_ctrl_c_says_that_the_cloud_goes_on(world, capsys, monkeypatch):
    world.changes(added("HelloFunction"))

    def interrupt(*_):
        raise KeyboardInterrupt
    monkeypatch.setattr(stacks, "follow", interrupt)
    with pytest.raises(KeyboardInterrupt):
        deploy()
    assert capsys.readouterr().err.endswith("the deploy goes on; `make deploy` follows it again\n")


def test_an_app_without_lambdas_is_a_problem(world):
    with pytest.raises(Problems, match="there is no lambda yet"):
        deploy(app={**APP, "lambdas": {}})


def test_a_functions_name_must_fit_with_the_stage(world):
    with pytest.raises(Problems, match="demo-local-h{60} is longer than 64 characters"):
        deploy(app={**APP, "lambdas": {"h" * 60: HELLO}})


WANTS = {"hello": {**HELLO, "infra": {"layers": ["pillow"]}, "lines": {"layers": 7}, "env": [
    {"name": "SLACK_URL", "kind": "value", "of": None, "file": "lambdas/hello/index.py", "line": 9, "optional": False},
    {"name": "DEMO_TABLE", "kind": "table", "of": "demo", "file": "lambdas/hello/index.py", "line": 8, "optional": False},
]}}
DECLARED = {"Parameters": {"Stage": {}, "EnvSlackUrl": {}, "EnvColour": {"Default": ""}, "PillowLayer": {}}}


def test_every_value_that_is_missing_is_told_at_the_line_that_wants_it():
    given, wrong = parameters.values({"lambdas": WANTS}, DECLARED, {}, {}, "dev")
    assert given == {"Stage": "dev"}
    assert wrong == [
        Problem("lambdas/hello/index.py", 9, "SLACK_URL has no value in stage dev",
                "`export SLACK_URL=...`, or set it under `env:` in app.yaml"),
        Problem("lambdas/hello/index.py", 7, "the layer pillow is not made in stage dev",
                "`make push stage=dev` makes it")]


def test_only_what_the_template_declares_is_given():
    assert parameters.values({"lambdas": WANTS}, DECLARED, {"PillowLayer": "arn:1", "OldLayer": "arn:2"},
                             {"SLACK_URL": "https://x", "PATH": "/bin"}, "dev") == (
        {"Stage": "dev", "EnvSlackUrl": "https://x", "PillowLayer": "arn:1"}, [])


def test_the_shell_comes_before_app_yaml_and_only_for_what_lambdas_read(world, monkeypatch):
    Path("app.yaml").write_text("name: demo\nenv:\n  SLACK_URL: from-file\n  COLOUR: {local: red, dev: blue}\n")
    monkeypatch.setenv("SLACK_URL", "from-shell")
    monkeypatch.setenv("STAGE", "prod")
    Path("template.json").write_text(json.dumps({"Parameters": {"Stage": {}, "EnvSlackUrl": {}, "EnvColour": {}}}))
    env = [{"name": name, "kind": "value", "of": None, "file": "lambdas/hello/index.py", "line": 9, "optional": False}
           for name in ("COLOUR", "SLACK_URL", "STAGE")]
    world.changes(added("HelloFunction"))
    deploy(app={**APP, "lambdas": {"hello": {**HELLO, "env": env}}})
    assert world.requests("create_change_set")[0]["Parameters"] == [
        {"ParameterKey": "EnvColour", "ParameterValue": "red"},
        {"ParameterKey": "EnvSlackUrl", "ParameterValue": "from-shell"},
        {"ParameterKey": "Stage", "ParameterValue": "local"}]


TABLE = "AWS::DynamoDB::Table"


@pytest.mark.parametrize("plan, warned", [
    (change("Modify", "T", TABLE, Replacement="False", PhysicalResourceId="t1"), []),
    (change("Add", "T", TABLE), []),
    (change("Modify", "F", Replacement="True", PhysicalResourceId="f1"), []),
    (change("Modify", "T", TABLE, Replacement="True", PhysicalResourceId="t1", PolicyAction="ReplaceAndRetain"),
     ["  WARNING: the table T is REPLACED by an empty one: its items stay in t1, outside the stack"]),
    (change("Modify", "T", TABLE, Replacement="Conditional", PhysicalResourceId="t1", PolicyAction="ReplaceAndDelete"),
     ["  WARNING: the table T may be REPLACED by an empty one: its items are LOST with t1"]),
    (change("Remove", "T", TABLE, PhysicalResourceId="t1", PolicyAction="Delete"),
     ["  WARNING: the table T is REMOVED: its items are LOST with t1"]),
    (change("Remove", "T", TABLE, PhysicalResourceId="t1", PolicyAction="Retain"),
     ["  WARNING: the table T is REMOVED: its items stay in t1, outside the stack"]),
])
def test_a_change_that_parts_people_from_their_data_warns_and_no_other(plan, warned):
    assert changes.warnings([plan]) == warned


def test_a_change_set_is_told_by_lambda_and_word():
    owners = {"OrdersFunction": ("orders", ""), "OrdersRole": ("orders", ""), "OrdersQueue": ("orders", "queue"),
              "Api": ("", "endpoint")}
    assert changes.description_lines("demo-dev", [
        added("OrdersFunction"), added("OrdersRole"), change("Modify", "OrdersQueue", Replacement="True"),
        change("Modify", "Api", Replacement="False"), change("Remove", "OldRule", RULE)], owners) == [
        "demo-dev: 2 added, 1 changed, 1 REPLACED, 1 removed",
        "  no longer in the app: removed Rule",
        "  orders: added function 2; REPLACED queue",
        "  shared: changed endpoint"]


@pytest.mark.parametrize("reason, hint", [
    ("demo-artifacts already exists in stack arn:aws:...", "outside the stack has this name"),
    ("User: arn:aws:iam::1:user/x is not authorized to perform: lambda:CreateFunction", "lacks a permission"),
    ("Bucket name should not contain uppercase characters", "3 to 63"),
    ("The maximum number of addresses has been reached. LimitExceeded", "reached a limit"),
    ("Rate exceeded", "fewer calls"),
    ("Rate must be positive, says rate(0 minutes)", "six fields"),
    ("Unzipped size must be smaller than 262144000 bytes", "250 MB"),
    ("Something that nobody has seen before", ""),
])
def test_known_reasons_have_a_hint(reason, hint):
    assert hint in failures.hint(reason) and bool(hint) == bool(failures.hint(reason))


def endpoint(method="GET", path="/", api="public", **more):
    """The infra of a lambda with an endpoint."""
    return {"infra": {"endpoint": {"method": method, "path": path, "api": api, "parameters": [], "key": False, **more}}}


@pytest.mark.parametrize("lambdas, line", [
    ({"a": endpoint()}, "curl URL/"),
    ({"a": endpoint("POST"), "b": endpoint(path="/b")}, "curl URL/b"),
    ({"a": endpoint(path="/{id}"), "b": endpoint("POST", "/b")},
     "curl URL/b -X POST -H 'content-type: application/json' -d '{}'"),
    ({"a": endpoint(parameters=["day"]), "b": endpoint(path="/b", api="private"), "c": endpoint(path="/c", key=True)},
     "curl 'URL/?day=1'"),
    ({"a": endpoint("POST", "/a", schema={"type": "object", "required": ["n", "sku"], "properties": {
        "n": {"type": "integer", "minimum": 3}, "sku": {"type": "string"}, "more": {}}})},
     """curl URL/a -X POST -H 'content-type: application/json' -d '{"n": 3, "sku": "hello"}'"""),
    ({"a": endpoint(path="/a/{id}/b")}, "curl URL/a/hello/b"),
    ({"a": endpoint(parameters=["day"]), "b": endpoint("PUT", "/b"), "c": endpoint("POST", "/c")},
     "curl URL/c -X POST -H 'content-type: application/json' -d '{}'"),
    ({"a": endpoint(api="private")}, None),
    ({"a": {"infra": {"queue": {}}}}, None),
])
def test_the_call_to_try_is_the_easiest_that_answers(lambdas, line):
    assert addresses.call({"lambdas": lambdas}, "URL") == ([line] if line else [])


@pytest.mark.parametrize("schema", [
    {"type": "string", "minLength": 8}, {"type": "string", "enum": ["a", "b"]}, {"type": "string", "maxLength": 2},
    {"type": "array", "items": {"type": "number"}, "minItems": 2}, {"anyOf": [{"type": "null"}, {"type": "string"}]},
    {"type": ["string", "null"]}, {"type": "integer", "maximum": 0}, {"type": "string", "format": "date-time"},
    {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, {"type": "string", "pattern": "^[A-Z]{3}$"},
    {"properties": {"deep": {"type": "object", "required": ["x"], "properties": {"x": {"type": "boolean"}}}}},
])
def test_an_example_is_accepted_by_its_schema(schema):
    import jsonschema
    jsonschema.validate(examples.of_schema(schema), schema)


@pytest.mark.parametrize("code, message, overtaken", [
    ("ValidationError", "Stack [demo-local] already exists and cannot be created again with the changeSet [x].", True),
    ("ValidationError", "Stack with id demo-local does not exist", True),
    ("ValidationError", "Stack:arn is in CREATE_IN_PROGRESS state and can not be updated.", True),
    ("ChangeSetNotFound", "ChangeSet [x] does not exist", True),
    ("ValidationError", "S3 error: The specified key does not exist.", False),
    ("AccessDenied", "User is not authorized", False),
])
def test_what_another_deploy_did_meanwhile_is_told_from_a_mistake(code, message, overtaken):
    error = ClientError({"Error": {"Code": code, "Message": message}}, "CreateChangeSet")
    assert change_sets.is_overtaken(error) is overtaken
