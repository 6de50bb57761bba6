"""Log groups, alarms, dashboards, parameters and secrets as resources of a local stack."""
import json

import pytest

from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.resources.cloudwatch import check_types
from tests.fixtures.stacks import FUNCTION, ROLE, changed, resource, service


def test_logs_alarms_and_a_dashboard(deploy_resources):
    group = resource("AWS::Logs::LogGroup", RetentionInDays="30", Tags=[{"Key": "a", "Value": "1"}])
    permission = resource("AWS::Lambda::Permission", FunctionName={"Ref": "Function"},
                          Action="lambda:InvokeFunction", Principal="logs.amazonaws.com")
    reader = {**resource("AWS::Logs::SubscriptionFilter", LogGroupName={"Ref": "Group"}, FilterPattern="ERROR",
                         DestinationArn={"Fn::GetAtt": ["Function", "Arn"]}), "DependsOn": "May"}
    metric = resource("AWS::Logs::MetricFilter", LogGroupName={"Ref": "Group"}, FilterPattern="ERROR",
                      MetricTransformations=[{"MetricName": "errors", "MetricNamespace": "shop",
                                              "MetricValue": "1", "DefaultValue": "0"}])
    alarm = resource("AWS::CloudWatch::Alarm", MetricName="errors", Namespace="shop", Statistic="Sum", Period="60",
                     EvaluationPeriods=1, Threshold="1", ComparisonOperator="GreaterThanOrEqualToThreshold",
                     Dimensions=[{"Name": "a", "Value": "b"}])
    board = resource("AWS::CloudWatch::Dashboard", DashboardBody='{"widgets": []}')
    base = {"Role": ROLE, "Function": FUNCTION, "Group": group, "May": permission, "Reader": reader,
            "Metric": metric, "Alarm": alarm, "Board": board}
    resources = deploy_resources(base).resources
    logs, name = service("logs"), resources["Group"].ref
    groups = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    assert (groups[0]["retentionInDays"], groups[0]["arn"]) == (30, resources["Group"].attributes["Arn"])
    filters = logs.describe_subscription_filters(logGroupName=name)["subscriptionFilters"]
    assert [(filter_["filterName"], filter_["filterPattern"]) for filter_ in filters] == [
        (resources["Reader"].ref, "ERROR")]
    assert logs.describe_metric_filters(logGroupName=name)["metricFilters"][0]["metricTransformations"][0][
        "defaultValue"] == 0
    alarm_ = service("cloudwatch").describe_alarms(AlarmNames=[resources["Alarm"].ref])["MetricAlarms"][0]
    assert (alarm_["Period"], alarm_["Threshold"], alarm_["AlarmArn"]) == (
        60, 1.0, resources["Alarm"].attributes["Arn"])
    board = service("cloudwatch").get_dashboard(DashboardName=resources["Board"].ref)
    assert board["DashboardBody"] == '{"widgets": []}'
    deploy_resources({**base, "Group": resource("AWS::Logs::LogGroup"), "Alarm": changed(alarm, Threshold=5)})
    assert "retentionInDays" not in logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]
    alarm_ = service("cloudwatch").describe_alarms(AlarmNames=[resources["Alarm"].ref])["MetricAlarms"][0]
    assert alarm_["Threshold"] == 5.0


def test_a_metric_of_a_dashboard_is_a_list():
    body = {"widgets": [{"type": "text", "properties": {"markdown": "x"}},
                        {"type": "metric", "properties": {"metrics": [["AWS/Lambda", "Errors"], {"expression": "SEARCH('x', 'Sum')"}]}}]}
    with pytest.raises(ApiError, match='1 validation errors: .*"/widgets/1/properties/metrics/1", "message": "Should be array"'):
        check_types(json.dumps(body))


@pytest.mark.parametrize("body", ["body", "[]", '{"widgets": [{"properties": {"metrics": [{}]}}]}', '{"widgets": 5}', {}])
def test_no_dashboard_is_left_of_a_body_that_cloudwatch_refuses(deploy_resources, body):
    board = resource("AWS::CloudWatch::Dashboard", DashboardBody=body, DashboardName="refused")
    settled = deploy_resources({"Board": board}, status="ROLLBACK_COMPLETE")
    reason, = [event["ResourceStatusReason"] for event in settled.events if event["ResourceStatus"] == "CREATE_FAILED"]
    assert "fault of the local cloud" not in reason and "ashboard" in reason
    names = [entry["DashboardName"] for entry in service("cloudwatch").list_dashboards()["DashboardEntries"]]
    assert "refused" not in names


def test_parameters_and_secrets(deploy_resources):
    parameter = resource("AWS::SSM::Parameter", Type="String", Value="one", Tags={"a": "1"})
    secret = resource("AWS::SecretsManager::Secret", GenerateSecretString={
        "SecretStringTemplate": '{"user": "me"}', "GenerateStringKey": "password", "PasswordLength": "20"})
    resources = deploy_resources({"Parameter": parameter, "Secret": secret}).resources
    value = service("secretsmanager").get_secret_value(SecretId=resources["Secret"].ref)["SecretString"]
    assert json.loads(value)["user"] == "me" and len(json.loads(value)["password"]) == 20
    deploy_resources({"Parameter": changed(parameter, Value="two"), "Secret": changed(secret, Description="said")})
    assert service("ssm").get_parameter(Name=resources["Parameter"].ref)["Parameter"]["Value"] == "two"
    again = service("secretsmanager").get_secret_value(SecretId=resources["Secret"].ref)["SecretString"]
    assert again == value


def test_a_key_encrypts_and_has_an_alias_until_its_deletion(deploy_resources):
    policy = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*", "Resource": "*"}]}
    key = resource("AWS::KMS::Key", KeyPolicy=policy, EnableKeyRotation="true", Tags=[{"Key": "a", "Value": "1"}])
    other = resource("AWS::KMS::Key", Description="other")
    alias = resource("AWS::KMS::Alias", AliasName="alias/rows", TargetKeyId={"Ref": "Key"})
    resources, kms = deploy_resources({"Key": key, "Other": other, "Alias": alias}).resources, service("kms")
    first, second = resources["Key"].ref, resources["Other"].ref
    assert resources["Key"].attributes["Arn"].endswith(f":123456789012:key/{first}")
    assert kms.get_key_rotation_status(KeyId=first)["KeyRotationEnabled"]
    sealed = kms.encrypt(KeyId="alias/rows", Plaintext=b"text")["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=sealed)["KeyId"].endswith(first)
    deploy_resources({"Key": changed(key, EnableKeyRotation="false", Description="rows", Tags=[{"Key": "b", "Value": "2"}]),
                      "Other": other, "Alias": changed(alias, TargetKeyId={"Ref": "Other"})})
    assert not kms.get_key_rotation_status(KeyId=first)["KeyRotationEnabled"]
    assert kms.list_resource_tags(KeyId=first)["Tags"] == [{"TagKey": "b", "TagValue": "2"}]
    assert kms.describe_key(KeyId="alias/rows")["KeyMetadata"]["KeyId"] == second
    refused = deploy_resources({"Key": changed(key, KeySpec="RSA_2048"), "Other": other}, status="UPDATE_ROLLBACK_COMPLETE")
    assert any("cannot be changed" in (event.get("ResourceStatusReason") or "") for event in refused.events)
    deploy_resources({"Other": other})
    assert kms.describe_key(KeyId=first)["KeyMetadata"]["KeyState"] == "PendingDeletion"
    assert [entry["AliasName"] for entry in kms.list_aliases(KeyId=second)["Aliases"]] == []


def test_a_state_machine_records_executions_and_runs_nothing(deploy_resources):
    machine = resource("AWS::StepFunctions::StateMachine", RoleArn="arn:aws:iam::123456789012:role/r",
                       DefinitionString='{"StartAt": "${First}", "States": {"Done": {"Type": "Pass", "End": true}, '
                                        '"Other": {"Type": "Pass", "Next": "Done"}}}',
                       DefinitionSubstitutions={"First": "Done"})
    arn = deploy_resources({"Machine": machine}).resources["Machine"].ref
    client = service("stepfunctions")
    assert json.loads(client.describe_state_machine(stateMachineArn=arn)["definition"])["StartAt"] == "Done"
    assert client.start_execution(stateMachineArn=arn)["executionArn"]
    changed_ = changed(machine, DefinitionSubstitutions={"First": "Other"})
    assert deploy_resources({"Machine": changed_}).resources["Machine"].ref == arn
    assert json.loads(client.describe_state_machine(stateMachineArn=arn)["definition"])["StartAt"] == "Other"


def test_a_state_machine_has_its_settings_and_tags_and_loses_those_that_the_template_no_longer_has(deploy_resources):
    machine = resource("AWS::StepFunctions::StateMachine", RoleArn="arn:aws:iam::123456789012:role/r",
                       DefinitionString='{"StartAt": "Done", "States": {"Done": {"Type": "Pass", "End": true}}}')
    client = service("stepfunctions")

    def settings(**properties):
        arn = deploy_resources({"Machine": changed(machine, **properties)}).resources["Machine"].ref
        described = client.describe_state_machine(stateMachineArn=arn)
        tags = {tag["key"]: tag["value"] for tag in client.list_tags_for_resource(resourceArn=arn)["tags"]}
        return [described[f"{name}Configuration"] for name in ("tracing", "logging", "encryption")], tags

    assert settings(
        TracingConfiguration={"Enabled": "true"}, LoggingConfiguration={"Level": "ERROR", "IncludeExecutionData": True},
        EncryptionConfiguration={"Type": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": "k"},
        Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]) == (
        [{"enabled": True}, {"level": "ERROR", "includeExecutionData": True},
         {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "k"}], {"a": "1", "b": "2"})
    assert settings(Tags=[{"Key": "b", "Value": "3"}]) == (
        [{"enabled": False}, {"level": "OFF", "includeExecutionData": False}, {"type": "AWS_OWNED_KEY"}], {"b": "3"})
