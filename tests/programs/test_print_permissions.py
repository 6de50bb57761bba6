"""make permissions: each lambda's role, with the lines that ask for it."""
import json

import pytest

import print_permissions
from aws.iam import evaluation
from kit import files, names
from kit.problems import Problems
from recipes import role_sources, template
from testkit import test_keys
from tests.fixtures.cases import cases
from tests.fixtures.paths import GOLDEN
from tests.update_golden import golden_app


@pytest.fixture
def app_file(tmp_path):
    """The path of the app model of the golden case `calls`."""
    path = tmp_path / "app.json"
    path.write_text(json.dumps(golden_app("calls")))
    return str(path)


def test_a_role_is_printed_with_its_lines(app_file, capsys):
    print_permissions.main([app_file, "--name", "worker"])
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0][0] == "worker"
    assert ["s3:GetObject", "DemoBucket.Arn/inbox/*"] in [line[:2] for line in lines]
    assert ["dynamodb:Query", "DemoTable.Arn/index/owner-index"] in [line[:2] for line in lines]
    assert all(line[2].endswith(("index.py:" + line[2].rpartition(":")[2],)) for line in lines[1:])


def test_programs_get_json_of_all_lambdas(app_file, capsys):
    print_permissions.main([app_file, "--json"])
    printed = json.loads(capsys.readouterr().out)
    assert sorted(printed) == ["mail", "worker"]
    row = next(row for row in printed["worker"] if row["action"] == "sqs:SendMessage" and row["why"] == "")
    assert (row["resource"], row["file"].endswith("worker/index.py"), row["tested"]) == ("MailQueue.Arn", True, None)


def test_what_no_test_used_is_marked(app_file, own_folder, capsys):
    files.write_json(test_keys.RECORD, {"exercised": {
        app_file: [["worker", "sqs:SendMessage", "MailQueue.Arn"]], "gone.py": [["worker", "s3:GetObject", "*"]]}})
    print_permissions.main([app_file, "--name", "worker", "--json"])
    tested = {(row["action"], row["resource"]): row["tested"] for row in json.loads(capsys.readouterr().out)["worker"]}
    assert tested["sqs:SendMessage", "MailQueue.Arn"] is True and set(tested.values()) == {True, False, None}
    assert tested["logs:PutLogEvents", "WorkerLogGroup.Arn"] is None
    print_permissions.main([app_file, "--name", "worker"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.endswith("never used by a test") for line in lines if "sqs:SendMessage" in line and "Mail" in line] == [False]
    assert any(line.endswith("never used by a test") for line in lines if "dynamodb:Query" in line)


def test_an_unknown_lambda_is_a_problem(app_file):
    with pytest.raises(Problems, match="no lambda is called 'wroker'"):
        print_permissions.main([app_file, "--name", "wroker"])


def test_variables_that_allow_nothing_are_no_rows():
    app = golden_app("calls")
    fn = app["lambdas"]["worker"]
    fn["env"] = [{**fn["env"][0], "name": f"DEMO_{kind.upper()}", "kind": kind, "of": "demo"}
                 for kind in ("stage", "api_url", "user_pool_client")]
    del fn["calls"], fn["doubts"]
    assert "" not in {row["why"] for row in role_sources.rows(app, fn)}


@cases("case", sorted(folder.name for folder in (GOLDEN / "template").iterdir() if (folder / "lambdas").exists()))
def test_every_action_of_a_role_has_a_row(case):
    app = golden_app(case)
    resources = template.template(app)["Resources"]
    for name, fn in app["lambdas"].items():
        policies = resources[f"{names.logical_id(name)}Role"]["Properties"]["Policies"]
        statements = [statement.get("Fn::If", [None, statement])[1] for policy in policies
                      for statement in policy["PolicyDocument"]["Statement"]]
        actions = {action for statement in statements for action in evaluation.listed(statement["Action"])}
        assert {row["action"] for row in role_sources.rows(app, fn)} == actions
