"""After `name:` of app.yaml is changed, the old stack is named by each deploy until it is gone, and can be deleted."""
import json
from pathlib import Path

import pytest

import delete_stack
import deploy_stack
from aws import clients, contents, stacks
from kit.problems import Problems
from tests.fixtures.deploys import APP, ARTIFACTS, TEMPLATE
from tests.fixtures.fake_cloudformation import World, added, refuse

REGION_LINE = ("brief-dev still runs in us-east-2, with its data: the app was in that region. `region: us-east-2` in "
               "app.yaml, then `make delete stage=dev` deletes it\n")
LINE = "demo-dev still runs: the app was called demo. `make delete app=demo stage=dev` deletes it\n"


def tags(**values):
    """{"app": "demo"} as CloudFormation has it."""
    return [{"Key": key, "Value": value} for key, value in values.items()]


class Account(World):
    """CloudFormation with the stack of today, or none, and others: {name: tags}."""

    def __init__(self, name):
        super().__init__()
        self.name, self.others, self.tags = name, {}, []
        self.id = f"arn:aws:cloudformation:eu-west-1:123456789012:stack/{name}/1"

    def do_describe_stacks(self, asked):
        name = asked["StackName"]
        if name in self.others:
            return {"Stacks": [{"StackName": name, "StackStatus": "CREATE_COMPLETE", "Tags": self.others[name],
                                "StackId": f"arn:{name}"}]}
        if name not in (self.name, self.id):
            refuse("ValidationError", f"Stack with id {name} does not exist", "DescribeStacks")
        answer = super().do_describe_stacks(asked)
        answer["Stacks"][0]["Tags"] = self.tags
        return answer


@pytest.fixture
def account(own_folder, monkeypatch):
    """Makes an account, and an app called brief that push has pushed to it, in the working directory."""
    for name, value in (("template", TEMPLATE), ("artifacts", ARTIFACTS), ("app", {**APP, "name": "brief"})):
        Path(f"{name}.json").write_text(json.dumps(value))
    Path("app.yaml").write_text("name: brief\n")
    monkeypatch.setattr(clients, "endpoint", lambda: "http://127.0.0.1:4566")
    monkeypatch.setattr(stacks, "PAUSES", {"local": 0, "dev": 0})
    monkeypatch.setattr(contents, "amount", lambda *_arguments: "")

    def make(name):
        made = Account(name)
        monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: made.client)
        return made
    return make


def deploy(account, old, capsys):
    """Deploys brief to dev, where stack.json has `old`. -> (stack.json, what was said after the deploy)"""
    Path("stack.json").write_text(old if isinstance(old, str) else json.dumps(old))
    account.changes(added("HelloFunction"))
    deploy_stack.main(["app.json", "artifacts.json", "--template", "template.json", "--stage", "dev", "--yes",
                       "-o", "stack.json"])
    return json.loads(Path("stack.json").read_text()), capsys.readouterr().err


def test_the_old_stack_is_named_with_the_command_that_deletes_it_until_it_is_gone(account, capsys):
    account = account("brief-dev")
    account.others = {"demo-dev": tags(app="demo", stage="dev")}
    today = {"stack": "brief-dev", "region": "eu-west-1", "status": "CREATE_COMPLETE", "outputs": {}}
    written, said = deploy(account, {"stack": "demo-dev", "status": "CREATE_COMPLETE", "outputs": {}}, capsys)
    assert written == {**today, "earlier": ["demo-dev"]} and said.endswith(LINE)
    written, said = deploy(account, written, capsys)
    assert written["earlier"] == ["demo-dev"] and said.endswith(LINE)
    account.others = {}
    written, said = deploy(account, written, capsys)
    assert "earlier" not in written and "goes on running" not in said


def test_the_stack_of_an_earlier_region_is_named_until_it_is_gone(account, capsys, monkeypatch):
    account, elsewhere = account("brief-dev"), account("brief-dev")
    account.tags = elsewhere.tags = tags(app="brief", stage="dev")
    elsewhere.stack("UPDATE_COMPLETE")
    clients_by_region = {"eu-west-1": account.client, "us-east-2": elsewhere.client}
    monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: clients_by_region[region])
    old = {"stack": "brief-dev", "region": "us-east-2"}
    Path("build/dev").mkdir(parents=True)
    Path("build/dev/stack.json").write_text(json.dumps(old))
    delete_stack.main(["app.json", "--stage", "dev"])
    assert capsys.readouterr().err == f"brief-dev does not exist: nothing to delete\n  {REGION_LINE}"
    written, said = deploy(account, old, capsys)
    assert written["elsewhere"] == ["us-east-2/brief-dev"] and said.endswith(REGION_LINE)
    written, said = deploy(account, written, capsys)
    assert written["elsewhere"] == ["us-east-2/brief-dev"] and said.endswith(REGION_LINE)
    elsewhere.status = ""
    clients_by_region["us-east-2"] = Account("other").client
    written, said = deploy(account, written, capsys)
    assert "elsewhere" not in written and "still runs" not in said


def test_a_region_that_the_user_may_not_see_does_not_fail_the_deploy(account, capsys, monkeypatch):
    account = account("brief-dev")
    hidden = Account("brief-dev")
    monkeypatch.setattr(hidden, "do_describe_stacks", lambda _request: refuse("AccessDenied", "No.", "DescribeStacks"))
    monkeypatch.setattr(clients, "client", lambda service, stage, region, **_: (
        account if region == "eu-west-1" else hidden).client)
    written, said = deploy(account, {"stack": "brief-dev", "region": "us-east-2"}, capsys)
    assert "elsewhere" not in written and "still runs" not in said


@pytest.mark.parametrize("old", [
    {"stack": "brief-dev"}, {"stack": "gone-dev"}, {"stack": "foreign-dev"}, {"stack": "demo-prod"}, {}, [], "", "{",
    {"stack": 1}, {"stack": "brief-dev", "earlier": None}])
def test_only_an_existing_stack_of_the_app_and_the_stage_is_named(account, capsys, old):
    account = account("brief-dev")
    account.others = {"foreign-dev": tags(owner="ann"), "demo-prod": tags(app="demo", stage="prod"),
                      "demo-dev": tags(app="demo", stage="dev")}
    written, said = deploy(account, old, capsys)
    assert "earlier" not in written and "goes on running" not in said


def delete(*more):
    """As `make delete app=demo stage=dev` does."""
    delete_stack.main(["app.json", "--stage", "dev", "--name", "demo", *more])


def test_the_stack_of_an_earlier_name_is_deleted_by_that_name(account, capsys):
    account = account("demo-dev")
    account.stack("CREATE_COMPLETE")
    account.tags = tags(app="demo", stage="dev")
    delete("--yes")
    assert account.status == "DELETE_COMPLETE" and "demo-dev deleted" in capsys.readouterr().err


def test_a_deletion_by_an_earlier_name_asks_for_that_name(account):
    account = account("demo-dev")
    account.stack("CREATE_COMPLETE")
    account.tags = tags(app="demo", stage="dev")
    with pytest.raises(Problems, match="nobody is here to agree to delete the stack demo-dev"):
        delete()
    assert account.status == "CREATE_COMPLETE"


@pytest.mark.parametrize("owner", [{}, {"app": "demo"}, {"app": "demo", "stage": "prod"}, {"app": "de", "stage": "dev"}])
def test_a_stack_that_only_has_such_a_name_is_not_deleted(account, owner):
    account = account("demo-dev")
    account.stack("CREATE_COMPLETE")
    account.tags = tags(**owner)
    with pytest.raises(Problems, match="demo-dev is (no app's stack of stage dev|the stack of the app (demo|de) in stage)"):
        delete("--yes")
    assert account.requests("delete_stack") == []


def test_a_name_that_no_app_can_have_is_refused(account):
    account("brief-dev")
    with pytest.raises(Problems, match="name cannot be 'De mo'"):
        delete_stack.main(["app.json", "--name", "De mo"])
