"""resources.yaml on the local cloud: its resources are really there, and what the local cloud lacks is left out."""
import json
from pathlib import Path

import pytest

from kit.problems import Problems

RESOURCES = """\
Conditions:
  OnAws: !Not [!Equals [!Ref Stage, local]]
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Cluster:
    Type: AWS::ECS::Cluster
    Condition: OnAws
  CpuAlarm:
    Type: AWS::CloudWatch::Alarm
    Condition: OnAws
    Properties:
      ComparisonOperator: GreaterThanThreshold
      Dimensions: [{Name: ClusterName, Value: !Ref Cluster}]
      EvaluationPeriods: 1
      MetricName: CPUUtilization
      Namespace: AWS/ECS
      Period: 60
      Statistic: Average
      Threshold: 80
Outputs:
  JobsUrl: {Value: !Ref Jobs}
  ClusterName: {Value: !Ref Cluster, Condition: OnAws}
"""
ASK = '''"""
infra:
  permissions:
  - action: sqs:SendMessage
    resource: ${Jobs.Arn}
  - action: ecs:RunTask
    resource: ${Cluster.Arn}
"""
import os

import boto3

sqs = boto3.client("sqs")


def handler(event, context):
    sqs.send_message(QueueUrl=os.environ["JOBS_URL"], MessageBody="from ask")
    return [os.environ["JOBS_ARN"], os.environ.get("CLUSTER_ARN")]
'''
SETTINGS = """\
name: own
env:
  JOBS_URL: !Ref Jobs
  JOBS_ARN: !GetAtt Jobs.Arn
  CLUSTER_ARN: !GetAtt Cluster.Arn
"""


@pytest.mark.parametrize("stacks", [1, 2])
def test_a_lambda_uses_a_resource_of_the_file(deploy_app, local_cloud, tmp_path, capsys, stacks):
    Path(tmp_path, "resources.yaml").write_text(RESOURCES)
    outputs = deploy_app(f"{SETTINGS}stacks: {stacks}\n", {"ask": ASK})
    assert "warning: resources.yaml:6: Cluster is left out: the local cloud has no AWS::ECS::Cluster\n" in \
        capsys.readouterr().err
    assert "ClusterName" not in outputs
    functions = [function["FunctionName"] for function in local_cloud.client("lambda").list_functions()["Functions"]]
    name = next(function for function in functions if function.startswith("own-local-ask"))
    answer = local_cloud.client("lambda").invoke(FunctionName=name)
    result = json.loads(answer["Payload"].read())
    assert result[0].endswith(outputs["JobsUrl"].rpartition("/")[2]) and result[1] is None
    messages = local_cloud.client("sqs").receive_message(QueueUrl=outputs["JobsUrl"], WaitTimeSeconds=20)["Messages"]
    assert [message["Body"] for message in messages] == ["from ask"]
    assert local_cloud.client("cloudwatch").describe_alarms()["MetricAlarms"] == []


def test_a_lambda_that_needs_what_the_local_cloud_lacks_is_a_problem(deploy_app, tmp_path):
    Path(tmp_path, "resources.yaml").write_text(RESOURCES.replace("    Condition: OnAws\n", "").replace(
        ", Condition: OnAws", ""))
    with pytest.raises(Problems) as raised:
        deploy_app(SETTINGS, {"ask": ASK})
    assert str(raised.value).startswith(
        "app.yaml:5: CLUSTER_ARN refers to Cluster: the local cloud has no AWS::ECS::Cluster\n  hint: give the resource a "
        "condition, `!Not [!Equals [!Ref Stage, local]]`: the variable is then absent")
    assert "lambdas/ask/index.py:6: the permission refers to Cluster: the local cloud has no" in str(raised.value)
    Path(tmp_path, "resources.yaml").write_text(RESOURCES)
    deploy_app(SETTINGS, {"ask": ASK})


def test_a_property_that_the_local_cloud_lacks_leaves_the_resource_out(deploy_app, local_cloud, tmp_path, capsys):
    Path(tmp_path, "resources.yaml").write_text(
        "Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    Properties: {RedriveAllowPolicy: {redrivePermission: denyAll}, "
        "Nonsense: 1}\n")
    deploy_app("name: own\n", {"ask": ASK.partition("  permissions")[0].replace("infra:", "infra: {}") + '"""\n'
                               "def handler(event, context):\n    pass\n"})
    assert "Jobs is left out: the local cloud lacks a part of it: Encountered unsupported property Nonsense" in \
        capsys.readouterr().err
