"""`make diff`: what a deploy would do, by lambda, word, file and line; nothing is written anywhere."""
import json
from pathlib import Path

import pytest

import diff_stack
import expand_template
import scan_infra
from aws import buckets
from kit.problems import Problems
from recipes import limits
from tests.fixtures.aws_stages import reads
from tests.fixtures.cloud import zipped
from tests.fixtures.made_layers import ARM, put

pytest_plugins = ["tests.fixtures.aws_stages", "tests.fixtures.made_layers"]
SETTINGS = "name: gap\nenv: {COLOUR: red, SHAPE: round}\n"
INDEX = '''"""Paints.

infra:
  {infra}
"""
import os

import boto3

VALUES = [{values}]
table = boto3.resource("dynamodb").Table(os.environ["GAP_{table}"])


def handler(event, context):
    table.{call}
'''


def index(infra="timer: {rate: 1 hour}", names=("COLOUR",), table="TABLE", call='get_item(Key={"pk": "a", "sk": "b"})'):
    return INDEX.format(infra=infra, values=", ".join(f"os.environ[{name!r}]" for name in names), table=table, call=call)


@pytest.fixture
def diff(stage_on_aws, capsys):
    """diff(words...) -> (exit status, output) of what is in the folder."""
    def run(*words):
        scan_infra.main(["-o", "build/app.json"])
        expand_template.main(["build/app.json", "-o", "build/template.json"])
        capsys.readouterr()
        try:
            diff_stack.main(["build/app.json", "build/template.json", "--stage", "dev", *words])
            status = 0
        except SystemExit as error:
            status = error.code
        return status, capsys.readouterr().out
    return run


def write(text, settings=SETTINGS):
    Path("lambdas/paint/index.py").write_text(text)
    Path("app.yaml").write_text(settings)


def test_diff_prints_what_a_deploy_then_does(stage_on_aws, diff):
    Path("lambdas/paint").mkdir(parents=True)
    write(index())
    status, text = diff()
    assert (status, text.split("\n")[0]) == (3, "gap-dev: 14 added")
    assert "  paint\n    code: new (0." in text and "    lambdas/paint/index.py:4: added timer PaintTimerRule\n" in text
    outputs = stage_on_aws.deploy(SETTINGS, {"paint": index()})
    cloudformation = stage_on_aws.cloud.client("cloudformation")
    before = cloudformation.list_change_sets(StackName="gap-dev")["Summaries"]
    assert diff() == (0, "gap-dev: nothing changes\n")
    write(index(), SETTINGS + "artifacts: other-artifacts\n")  # from which each function gets its zip
    status, text = diff()
    assert status == 3 and "    lambdas/paint/index.py:3: changed function PaintFunction\n" in text

    client = stage_on_aws.cloud.client("dynamodb")
    client.put_item(TableName=outputs["GapTableName"], Item={"pk": {"S": "a"}, "sk": {"S": "b"}})
    write(index("timer: {rate: 2 hours}\n  timeout: 9", ("COLOUR", "SHAPE"), "OTHER_TABLE", 'put_item(Item={"pk": "a"})'),
          SETTINGS.replace("red", "blue"))
    Path("lambdas/paint/colours.json").write_text("[]")
    status, text = diff()
    assert status == 3
    for line in ["gap-dev: 2 added, 4 changed, 2 removed",
                 "    code: changed lambdas/paint/index.py; added lambdas/paint/colours.json (0.5 kB, +45 %)",
                 "    lambdas/paint/index.py:3: changed function PaintFunction: Environment, Timeout",
                 "      variables: +GAP_OTHER_TABLE, +SHAPE, -GAP_TABLE, ~COLOUR",
                 "      + dynamodb:PutItem GapOtherTable.Arn", "      - dynamodb:GetItem GapTable.Arn",
                 "    lambdas/paint/index.py:4: changed timer PaintTimerRule: ScheduleExpression",
                 f"  WARNING: the table GapTable is REMOVED: its 1 item stays in {outputs['GapTableName']}, outside the stack"]:
        assert line in text.split("\n")
    status, text = diff("--json")
    report = json.loads(text)
    assert (status, report["code"]["paint"]["added"]) == (3, ["lambdas/paint/colours.json"])
    assert {entry["id"]: entry["kind"] for entry in report["changes"]}["PaintTimerRule"] == "changed"
    assert cloudformation.list_change_sets(StackName="gap-dev")["Summaries"] == before


def test_code_that_the_stack_does_not_record_is_reported(stage_on_aws, diff):
    text = index(names=())
    stage_on_aws.deploy("name: gap\n", {"paint": text}, "--empty")  # the test before left a table with an item
    stage_on_aws.deploy("name: gap\n", {"paint": text + "# more"})
    unrecorded = "gap-dev: nothing changes\n  live: paint runs other code than the stack records\n"
    assert diff() == (0, unrecorded)  # a deploy changes nothing
    write(text + "# more", "name: gap\nstages: {dev: {protected: true}}\n")
    assert diff() == (3, unrecorded)  # a deploy to a protected stage records it
    write(text + "# yet more", "name: gap\n")
    assert diff()[1].split("\n")[:3] == [
        "gap-dev: 1 changed", "  paint", "    code: changed lambdas/paint/index.py (0.3 kB, +1 %)"]
    buckets.empty(stage_on_aws.cloud.client("s3"), "gap-artifacts")  # nobody knows then whether somebody changed the code
    assert diff() == (3, "gap-dev: 1 changed\n  paint\n    code: changed; the bucket lacks its present zip (0.3 kB)\n"
                      "    lambdas/paint/index.py:3: changed function PaintFunction\n")
    assert json.loads(diff("--json")[1])["code"]["paint"]["size_before"] is None
    stage_on_aws.deploy("name: gap\n", {"paint": text}, "--full")
    functions = stage_on_aws.cloud.client("lambda")
    functions.update_function_code(FunctionName="gap-dev-paint", ZipFile=zipped({"other.py": "x = 1"}))
    assert diff() == (3, "gap-dev: nothing changes\n  live: the code of paint was changed by hand; "
                      "`make deploy full=1 stage=dev` restores it\n")
    functions.delete_function(FunctionName="gap-dev-paint")
    assert diff()[1].endswith("  live: the function of paint is gone: it was deleted by hand; "
                              "`make deploy full=1 stage=dev` creates it again\n")


def test_drift_prints_what_was_changed_by_hand(stage_on_aws, diff):
    outputs = stage_on_aws.deploy(SETTINGS, {"paint": index()}, "--empty")
    client = stage_on_aws.cloud.client
    assert diff("--drift") == (0, "gap-dev: nothing changes\n")
    write(index(), SETTINGS + "stages: {dev: {expires: 1 day}}\n")
    assert diff() == (3, "gap-dev: the tags change\n  tags: +expires\n")
    client("lambda").update_function_configuration(FunctionName="gap-dev-paint", Timeout=77, Environment={
        "Variables": {"COLOUR": "secret", "GAP_TABLE": outputs["GapTableName"]}})
    client("dynamodb").update_table(TableName=outputs["GapTableName"], DeletionProtectionEnabled=True)
    status, text = diff("--drift")
    drift = [line for line in text.split("\n") if "drift: " in line]
    assert status == 3 and drift == [
        "  drift: lambdas/paint/index.py:3: PaintFunction of paint: Environment.Variables.COLOUR is another, Timeout is 77, "
        "and 5 in the stack; `make deploy full=1 stage=dev` restores it"]


def test_an_app_of_several_stacks_is_compared_as_one(stage_on_aws, diff):
    settings = "name: gaps\nstacks: 2\n"
    texts = {name: reads("GAPS_TABLE", infra="{queue: {}}") for name in ("one", "two", "three")}
    stage_on_aws.deploy(settings, texts)
    assert diff() == (0, "gaps-dev: nothing changes\n")
    stage_on_aws.write(settings, {**texts, "two": reads("GAPS_TABLE", infra="{queue: {fifo: true}, timeout: 9}")})
    status, text = diff()
    lines = text.split("\n")
    assert status == 3 and lines[:2] == ["gaps-dev: 2 changed, 3 REPLACED", "  two"]
    assert "    lambdas/two/index.py:3: REPLACED queue TwoQueueDlq: FifoQueue" in lines
    assert [line for line in lines if "REPLACED queue TwoQueueMapping: " in line and "EventSourceArn" in line]  # of the queue
    assert any("function TwoFunction: Timeout" in line for line in lines)
    assert any("the queue TwoQueue is REPLACED by an empty one: its 0 waiting messages are LOST" in line for line in lines)
    stage_on_aws.write("name: gaps\n", texts)  # of one stack again
    status, text = diff()
    lines = text.split("\n")
    assert status == 3 and lines[0] == "gaps-dev: 12 REPLACED"
    assert "    lambdas/one/index.py:3: REPLACED logs OneLogGroup" in lines
    assert len([line for line in lines if "LogGroup is REPLACED by an empty one: its lines are LOST" in line]) == 3
    assert not [line for line in lines if line.startswith(("      + ", "      - "))]  # the roles permit the same


def test_what_the_deploy_would_be_refused_is_a_warning(stage_on_aws, diff):
    stage_on_aws.deploy("name: gapi\n", {"paint": reads("GAPI_TABLE")})
    several = "{indexes: [{name: a, type: S, table: gapi}, {name: b, type: S, table: gapi}]}"
    stage_on_aws.write("name: gapi\n", {"paint": reads("GAPI_TABLE", infra=several)})
    warning = "lambdas/paint/index.py:3: a deploy to dev would change more than one index of the table gapi: a-index, b-index"
    assert f"  WARNING: {warning}" in diff()[1].splitlines() and json.loads(diff("--json")[1])["warnings"] == [warning]


def test_an_app_above_the_limits_of_cloudformation_has_no_plan(stage_on_aws, diff, monkeypatch):
    stage_on_aws.write("name: vast\n", {"paint": reads()})
    monkeypatch.setitem(limits.MOST, "Resources", 3)
    for words in ([], ["--calls"]):
        with pytest.raises(Problems, match="resources"):
            diff(*words)


def test_a_name_that_is_too_long_in_a_stage_has_no_plan(stage_on_aws, diff):
    stage_on_aws.write("name: gapl\n", {"paint" * 9: reads()})
    for words in ([], ["--calls"]):
        with pytest.raises(Problems, match="gapl-a-stage-called-so-(paint)+ is longer than 64 characters"):
            diff("--stage", "a-stage-called-so", *words)


def test_a_stack_that_was_never_finished_counts_as_none(stage_on_aws, diff, monkeypatch, capsys):
    stage_on_aws.deploy("name: gapu\n", {"paint": reads()})
    described = diff_stack.stacks.described
    monkeypatch.setattr(diff_stack.stacks, "described", lambda cfn, name: {**described(cfn, name), "StackStatus": "ROLLBACK_COMPLETE"})
    assert diff()[1].startswith("gapu-dev: 6 added\n")
    status, text = diff("--calls")
    assert (status, [call["operation"] for call in json.loads(text)]) == (
        0, ["DeleteStack", "CreateChangeSet", "ExecuteChangeSet", "PutObject"])


def test_a_lambda_around_which_pareto_packs_a_module_may_have_a_layer(stage_on_aws, package_index, capsys):
    put("one", {"one.py": "1"}, ARM)
    Path("lambdas/paint").mkdir(parents=True)
    Path("lambdas/paint/index.py").write_text(
        '"""Paints.\n\ninfra:\n  tracing: log\n  layers: [one]\n"""\n\n\ndef handler(event, context):\n    return 1\n')
    Path("app.yaml").write_text("name: gap\n")
    scan_infra.main(["-o", "build/app.json"])
    expand_template.main(["build/app.json", "-o", "build/template.json"])
    with pytest.raises(SystemExit, match=str(diff_stack.DIFFERENT)):
        diff_stack.main(["build/app.json", "build/template.json", "--stage", "dev"])
    assert "  paint\n    code: new (" in capsys.readouterr().out
