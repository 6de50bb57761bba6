"""`make deploy dry=1`: the calls that it prints are those that the deploy then makes, in their order."""
import itertools
import json

import botocore.client
import pytest

import diff_stack
import expand_template
import scan_infra
from tests.fixtures.aws_stages import reads

pytest_plugins = ["tests.fixtures.aws_stages"]
READING = ("Describe", "Detect", "Get", "Head", "List")
FIELDS = {"PutObject": ["Bucket", "Key"], "UpdateFunctionCode": ["FunctionName", "S3Key"], "CreateBucket": ["Bucket"],
          "CreateChangeSet": ["StackName", "TemplateURL", "ChangeSetType", "Tags", "DeploymentConfig"], "ExecuteChangeSet": []}


def brief(operation, parameters):
    """What two lists of calls are compared by; a stack is named by its name or its ARN."""
    return operation, [parameters[field] for field in FIELDS.get(operation, [])]


def ordered(calls):
    """The calls, those of one operation in a row sorted: they are made at the same time."""
    return [sorted(group) for _operation, group in itertools.groupby(calls, key=lambda call: call[0])]


@pytest.fixture
def steps(stage_on_aws, monkeypatch, capsys):
    """steps(settings, texts, words of deploy...) -> (calls that were planned, calls that were made)."""
    made = []
    call = botocore.client.BaseClient._make_api_call

    def recorded(client, name, parameters):
        if not name.startswith(READING):
            made.append(brief(name, parameters))
        return call(client, name, parameters)
    monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", recorded)

    def run(settings, texts, *words):
        stage_on_aws.write(settings, texts)
        scan_infra.main(["-o", "build/app.json"])
        expand_template.main(["build/app.json", "-o", "build/template.json"])
        made.clear()
        capsys.readouterr()
        diff_stack.main(["build/app.json", "build/template.json", "--stage", "dev", "--calls", *words])
        planned = [brief(call["operation"], call["parameters"]) for call in json.loads(capsys.readouterr().out)]
        assert made == []
        stage_on_aws.deploy(settings, texts, *words)
        return planned, made
    return run


def test_the_printed_calls_are_those_of_the_deploy(steps):
    one, two = reads("PLAN_TABLE"), reads("PLAN_TABLE", infra="{timeout: 9}")
    kinds = []
    for settings, text, *words in [("name: plan\n", one), ("name: plan\n", one), ("name: plan\n", one + "# new"),
                                   ("name: plan\n", two + "# new"), ("name: plan\n", two, "--full"),
                                   ("name: plan\nenv: {AGE: '1'}\n", reads("PLAN_TABLE", "AGE")),
                                   ("name: plan\nenv: {AGE: '1'}\n", reads("PLAN_TABLE", "AGE") + "# new"),
                                   ("name: plan\nenv: {AGE: '2'}\n", reads("PLAN_TABLE", "AGE") + "# new")]:
        planned, made = steps(settings, {"hello": text, "other": reads()}, *words)
        assert ordered(planned) == ordered(made)
        kinds.append([operation for operation, _fields in planned if operation != "PutObject"])
    change_set = ["CreateChangeSet", "ExecuteChangeSet"]
    assert kinds == [["CreateBucket", "PutPublicAccessBlock", "PutBucketEncryption", *change_set], [],
                     ["UpdateFunctionCode"], change_set, change_set, change_set,
                     # A value of app.yaml is masked in the stack, so what the function has is compared.
                     ["UpdateFunctionCode"], change_set]
