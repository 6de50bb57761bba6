"""Failed executions of state machines, as failures."""
import datetime
import json

from incidents import executions, failures
from tests.fixtures.fake_functions import eventually

pytest_plugins = ["tests.fixtures.events"]
STATES = {"Check": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericGreaterThan": 1, "Next": "Refuse"}],
                    "Default": "Done"},
          "Refuse": {"Type": "Fail", "Error": "TooMany", "Cause": json.dumps({"errorMessage": "two of them"})},
          "Done": {"Type": "Succeed"}}
START = datetime.datetime.fromtimestamp(0, datetime.timezone.utc)


def test_a_failed_execution_is_a_failure_with_its_state_and_its_events(cloud):
    states = cloud.client("stepfunctions")
    arn = states.create_state_machine(
        name="flow", roleArn="arn:aws:iam::123456789012:role/machine",
        definition=json.dumps({"StartAt": "Check", "States": STATES}))["stateMachineArn"]
    for name, number in ("right", 1), ("wrong", 2):
        execution = states.start_execution(stateMachineArn=arn, name=name, input=json.dumps({"n": number}))["executionArn"]
        eventually(lambda: states.describe_execution(executionArn=execution)["status"] != "RUNNING")  # noqa: B023
    failure, = executions.fetch(states, {"Flow": arn}, START)
    assert failure[:5] == ("execution of Flow", "TooMany", "two of them", "state Refuse", "wrong")
    assert (failure.kind, failure.stream) == (failures.EXECUTION, execution)
    later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    assert [*executions.fetch(states, {"Flow": arn}, later)] == []
    lines = executions.log(states, failure)
    assert lines[0] == 'input {"n": 2}' and lines[-1].startswith("ExecutionFailed TooMany")


def test_only_machines_whose_executions_are_listed():
    machine = {"Type": executions.TYPE, "Properties": {}}
    express = {"Type": executions.TYPE, "Properties": {"StateMachineType": "EXPRESS"}}
    resources = {"Flow": machine, "Quick": express, "Jobs": {"Type": "AWS::SQS::Queue", "Properties": {}}}
    assert executions.machines({"lambdas": {}, "resources": {"sections": {"Resources": resources}}}) == ["Flow"]


def test_the_cause_of_a_failure_of_a_lambda_is_its_message():
    assert executions.cause('{"errorMessage": "no stock", "errorType": "KeyError"}') == "no stock"
    assert (executions.cause("no JSON"), executions.cause("[1]")) == ("no JSON", "[1]")
