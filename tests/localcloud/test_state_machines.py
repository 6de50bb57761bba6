"""Executions of state machines: their steps, their role, and what starts them."""
import json
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError

from localcloud.authorization import callers
from localcloud.moto import lazy_imports, state_machines
from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error
from tests.fixtures.fake_functions import REGION, eventually

ROLE = "arn:aws:iam::123456789012:role/machine"


def machine(cloud, name, states):
    """The ARN of a new state machine that begins with the first of its states."""
    definition = {"StartAt": next(iter(states)), "States": states}
    return cloud.client("stepfunctions").create_state_machine(
        name=name, roleArn=ROLE, definition=json.dumps(definition))["stateMachineArn"]


def ended(cloud, arn):
    """The description of the only execution of a machine, once it has ended."""
    states = cloud.client("stepfunctions")

    def described():
        executions = states.list_executions(stateMachineArn=arn)["executions"]
        found = executions and states.describe_execution(executionArn=executions[0]["executionArn"])
        return found if found and found["status"] != "RUNNING" else None
    return eventually(described)


def test_choices_and_steps_run_until_the_end(cloud):
    arn = machine(cloud, "steps", {
        "Kind": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericGreaterThan": 1, "Next": "Put"}], "Default": "Small"},
        "Put": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "ResultPath": None, "Next": "Done", "Parameters": {
            "QueueUrl": cloud.client("sqs").create_queue(QueueName="steps")["QueueUrl"], "MessageBody.$": "States.Format('n={}', $.n)"}},
        "Done": {"Type": "Pass", "Parameters": {"twice.$": "States.MathAdd($.n, $.n)"}, "End": True},
        "Small": {"Type": "Fail", "Error": "TooSmall"}})
    cloud.client("stepfunctions").start_execution(stateMachineArn=arn, input='{"n": 2}')
    execution = ended(cloud, arn)
    assert (execution["status"], json.loads(execution["output"])) == ("SUCCEEDED", {"twice": 4})
    url = cloud.client("sqs").get_queue_url(QueueName="steps")["QueueUrl"]
    assert [message["Body"] for message in cloud.client("sqs").receive_message(QueueUrl=url)["Messages"]] == ["n=2"]


PASS = {"Type": "Pass", "End": True}
MISSING = "Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing '{}' target: Z at {}'"


@cases("states, message", [
    ({"A": {"Type": "Pass", "Next": "Z"}}, MISSING.format("Next", "/States/A/Next")),
    ({"A": {"Type": "Choice", "Choices": [{"Variable": "$.n", "IsNull": True, "Next": "Z"}]}},
     MISSING.format("Next", "/States/A/Choices[0]/Next")),
    ({"A": {"Type": "Choice", "Choices": [{"Variable": "$.n", "IsNull": True, "Next": "B"}], "Default": "Z"}, "B": PASS},
     MISSING.format("Default", "/States/A/Default")),
    ({"A": {"Type": "Parallel", "End": True, "Branches": [{"StartAt": "Z", "States": {"B": PASS}}]}},
     MISSING.format("StartAt", "/States/A/Branches[0]/StartAt")),
    ({"A": {"Type": "Map", "End": True, "ItemProcessor": {"StartAt": "B", "States": {"B": PASS}}}}, ""),
])
def test_a_transition_leads_to_a_state(cloud, states, message):
    definition = json.dumps({"StartAt": "A", "States": states})
    machines = cloud.client("stepfunctions")
    name = f"leads-{abs(hash(definition))}"
    assert error(machines.create_state_machine, name=name, roleArn=ROLE, definition=definition) == (
        ("InvalidDefinition", message) if message else ("", ""))


def test_a_text_as_output_is_json(cloud):
    arn = machine(cloud, "text", {"Say": {"Type": "Pass", "Result": "big", "End": True}})
    cloud.client("stepfunctions").start_execution(stateMachineArn=arn)
    assert ended(cloud, arn)["output"] == '"big"'


def test_a_choice_that_nothing_matches_has_the_error_of_step_functions(cloud):
    choices = [{"Variable": "$.n", "NumericGreaterThan": 1, "Next": "Done"}]
    arn = machine(cloud, "unmatched", {"Kind": {"Type": "Choice", "Choices": choices}, "Done": {"Type": "Succeed"}})
    cloud.client("stepfunctions").start_execution(stateMachineArn=arn, input='{"n": 1}')
    execution = ended(cloud, arn)
    assert (execution["status"], execution["error"]) == ("FAILED", "States.NoChoiceMatched")


def test_an_execution_waits_for_its_token(cloud):
    queue = cloud.client("sqs").create_queue(QueueName="tokens")["QueueUrl"]
    arn = machine(cloud, "tokens", {"Ask": {
        "Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "End": True,
        "Parameters": {"QueueUrl": queue, "MessageBody": {"token.$": "$$.Task.Token"}}}})
    cloud.client("stepfunctions").start_execution(stateMachineArn=arn)
    message = eventually(lambda: cloud.client("sqs").receive_message(QueueUrl=queue).get("Messages"))[0]
    cloud.client("stepfunctions").send_task_success(taskToken=json.loads(message["Body"])["token"], output='{"a": 1}')
    assert json.loads(ended(cloud, arn)["output"]) == {"a": 1}


def test_a_rule_starts_an_execution_with_its_event(cloud):
    arn = machine(cloud, "by-rule", {"Done": {"Type": "Pass", "OutputPath": "$.detail", "End": True}})
    events = cloud.client("events")
    events.put_rule(Name="starts", EventPattern='{"source": ["shop"]}')
    events.put_targets(Rule="starts", Targets=[{"Id": "a", "Arn": arn, "RoleArn": ROLE}])
    events.put_events(Entries=[{"Source": "shop", "DetailType": "Sold", "Detail": '{"sku": "cup"}'}])
    assert json.loads(ended(cloud, arn)["output"]) == {"sku": "cup"}


def test_executions_without_a_name_are_several(cloud):
    arn = machine(cloud, "unnamed", {"Done": {"Type": "Succeed"}})
    states = cloud.client("stepfunctions")
    started = {states.start_execution(stateMachineArn=arn)["executionArn"] for _ in range(3)}
    assert len(started) == 3 and not any(arn.endswith(":None") for arn in started)


def test_a_definition_that_aws_cannot_read_is_refused(cloud):
    with pytest.raises(ClientError, match="InvalidDefinition.*Nothing"):
        machine(cloud, "wrong", {"A": {"Type": "Nothing"}})
    with pytest.raises(ClientError, match="InvalidToken"):
        cloud.client("stepfunctions").send_task_success(taskToken="a", output="{}")


def test_the_calls_of_a_state_are_signed_by_the_machines_role(cloud, monkeypatch):
    monkeypatch.setattr(state_machines, "_endpoint", [])
    own = state_machines.client(REGION, "sqs", SimpleNamespace(role_arn=ROLE))
    assert own.meta.endpoint_url == f"https://sqs.{REGION}.amazonaws.com"
    state_machines.install("http://127.0.0.1:4599")
    signed = state_machines.client(REGION, "sqs", SimpleNamespace(role_arn=ROLE))
    assert signed.meta.endpoint_url == "http://127.0.0.1:4599"
    assert state_machines.client(REGION, "sqs").meta.endpoint_url == "http://127.0.0.1:4599"  # never AWS
    assert callers.of_key(signed._get_credentials().access_key).role_arn == ROLE


def test_the_interpreter_is_imported_beside_the_creation_of_other_resources(monkeypatch):
    imported = []
    monkeypatch.setattr(lazy_imports.importlib, "import_module", imported.append)
    monkeypatch.setitem(lazy_imports.OF_TYPES, "AWS::StepFunctions::StateMachine", "not.imported")
    lazy_imports.begin({"AWS::SQS::Queue"})
    lazy_imports.begin({"AWS::SQS::Queue", "AWS::StepFunctions::StateMachine"})
    eventually(lambda: imported)
    assert imported == ["not.imported"]
