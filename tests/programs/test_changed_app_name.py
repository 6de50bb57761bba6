"""After a change of app.yaml a tool acts on the app that stands there, not on the one of the last scan."""
import importlib
import json
import os
from pathlib import Path

import pytest

import delete_stack
import print_outputs
from aws import clients, stages
from kit.problems import Problems
from tests.fixtures.deploys import APP

pytest_plugins = ["tests.fixtures.deployed_apps"]


@pytest.fixture(autouse=True)
def scanned(deployed_world):
    """A model of demo; app.yaml is as old."""
    deployed_world.items = ""
    Path("app.yaml").write_text(f"name: demo\nregion: {APP['settings']['region']}\n")
    os.utime("app.json", (1_000_000, 1_000_000))
    os.utime("app.yaml", (999_999, 999_999))


def test_delete_keeps_the_stack_of_the_earlier_name_and_prints_how_to_delete_it(deployed_world, capsys, monkeypatch):
    Path("app.yaml").write_text("name: other\n")
    monkeypatch.setattr(delete_stack.stacks, "described", lambda cfn, name: {"demo-local": {"StackName": name}}.get(name))
    delete_stack.main(["app.json"])
    assert capsys.readouterr().err == ("other-local does not exist: nothing to delete\n"
                                       "  hint: `make delete app=demo` deletes demo-local, the stack of the earlier name\n")
    assert deployed_world.requests("delete_stack") == []


@pytest.mark.parametrize("stage, hint", [("local", ""), ("dev", " stage=dev")])
def test_the_hint_has_the_stage_and_is_left_out_if_there_is_no_stack(deployed_world, capsys, monkeypatch, stage, hint):
    Path("app.yaml").write_text("name: other\n")
    monkeypatch.setattr(delete_stack.stacks, "described", lambda cfn, name: {"demo-dev": {"StackName": name}}.get(name))
    delete_stack.main(["app.json", "--stage", stage])
    assert (f"app=demo{hint}`" in capsys.readouterr().err) == (stage == "dev")


def test_the_model_has_the_name_and_the_region_of_a_newer_app_yaml():
    Path("app.yaml").write_text("name: other\nregion: eu-north-1\nartifacts: mine\n")
    app = stages.model("app.json")
    assert (app["name"], app["settings"]["region"]) == ("other", "eu-north-1")
    assert app["lambdas"] == APP["lambdas"]


@pytest.mark.parametrize("text", ["name: other\n", "name: ["])
def test_an_app_yaml_that_was_scanned_is_not_read_again(text):
    Path("app.yaml").write_text(text)
    os.utime("app.yaml", (999_999, 999_999))
    assert stages.model("app.json") == json.loads(Path("app.json").read_text())


def test_without_app_yaml_the_model_is_as_it_was_scanned():
    os.remove("app.yaml")
    assert stages.model("app.json") == APP


def test_an_app_yaml_that_is_wrong_is_refused():
    Path("app.yaml").write_text("name: Other\n")
    with pytest.raises(Problems, match="app.yaml:1: "):
        stages.model("app.json")


def test_outputs_of_the_earlier_name_are_not_shown(deployed_world, monkeypatch):
    Path("app.yaml").write_text("name: other\n")
    deployed = {"demo-local": {"StackStatus": "CREATE_COMPLETE", "Outputs": []}}
    monkeypatch.setattr(stages.stacks, "described", lambda cfn, name: deployed.get(name))
    with pytest.raises(Problems, match="other-local is not deployed in stage local"):
        print_outputs.main(["app.json"])


# The tools whose target takes the last model (MODEL in the Makefile).
@pytest.mark.parametrize("tool", ["delete_stack", "print_outputs", "list_resources", "show_logs", "invoke_lambda", "manage_users"])
def test_every_tool_that_takes_the_last_model_looks_at_app_yaml(tool, monkeypatch):
    main = importlib.import_module(tool).main
    app = json.loads(Path("app.json").read_text())
    app["lambdas"]["hello"]["infra"]["endpoint"] = {"api": "private"}
    Path("app.json").write_text(json.dumps(app))
    os.utime("app.json", (1_000_000, 1_000_000))
    Path("app.yaml").write_text("name: other\n")
    reached = []

    def client(service, app, stage, **settings):
        reached.append(app["name"])
        raise Problems("here it ends")
    monkeypatch.setattr(stages, "client", client)
    monkeypatch.setattr(clients, "endpoint", lambda: "http://127.0.0.1:9")
    extra = {"invoke_lambda": ["--name", "hello"], "manage_users": ["list"]}.get(tool, [])
    with pytest.raises(Problems):
        main(["app.json", *extra])
    assert set(reached) == {"other"}
