"""`alerts` of app.yaml: one topic, and the small function code/alerts.py that writes its messages.

The lines about failures reach the function through a subscription filter of each log group (recipes/alarm.py). Its
table counts equal failures, and its queue invokes it again ten minutes after each message: see docs/decisions.md.
"""
import json

from aws import cfn
from aws.app import AppModel
from kit import names
from recipes import (
    IDENTIFIERS,
    TRIGGERS,
    alarm,
    builder,
    code,
    failures_queue,
    function,
    permission,
    queue,
    recipients,
    trigger,
)

NAME = "shared-alerts"
TOPIC_ID, FUNCTION_ID = "AlertsTopic", names.logical_id(NAME, "function")
TABLE_ID, QUEUE_ID = names.logical_id(NAME, "table"), names.logical_id(NAME, "queue")
ALARM_PERMISSION_ID = names.logical_id(NAME, "alarm-permission")
SECONDS, BATCH = 60, 1
RULE_ID = "BuildFailureRule"
# A build that was stopped is none: a person or a lambda wanted it.
FAILED_BUILD = ["FAILED", "FAULT", "TIMED_OUT"]
SCOPE = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:%s:${AWS::StackName}-*"


def resources(app: AppModel) -> dict[str, dict]:
    """{logical id: resource} of the topic and its subscriptions, of the function and of its state."""
    settings, conditions = app["settings"], recipients.conditions(app["settings"])
    condition = recipients.with_condition(settings)
    shared = {TOPIC_ID: cfn.resource("AWS::SNS::Topic", {}), **state(), **the_function(app), **permissions(),
              RULE_ID: build_rule(app)}
    subscriptions = {
        f"{recipients.condition_id(entry)}Subscription": {**cfn.resource("AWS::SNS::Subscription", {
            "TopicArn": cfn.ref(TOPIC_ID), "Protocol": entry[0], "Endpoint": entry[1],
            "RedrivePolicy": {"deadLetterTargetArn": cfn.arn(failures_queue.ID)}}),
            **({"Condition": recipients.condition_id(entry)} if recipients.condition_id(entry) in conditions else {})}
        for entry in recipients.all_entries(settings) if entry[0] != "slack"}
    return {**{id_: {**resource, **condition} for id_, resource in shared.items()}, **subscriptions}


def outputs(app: AppModel) -> dict[str, dict]:
    """{"AlertsTopicArn": ...}"""
    return {"AlertsTopicArn": {"Value": cfn.ref(TOPIC_ID), **recipients.with_condition(app["settings"])}}


def state() -> dict[str, dict]:
    """{logical id: resource} of the table of counts and of the queue. They are deleted with the stack, because they
    have no data of the app."""
    return {
        TABLE_ID: cfn.resource("AWS::DynamoDB::Table", {
            "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")],
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            "SSESpecification": {"SSEEnabled": True},
            "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": True}}),
        **queue.of_own_function(NAME, SECONDS, BATCH)}


def the_function(app: AppModel) -> dict[str, dict]:
    """{logical id: resource} of the function that writes the messages, with exactly the role that it needs."""
    settings, secrets = app["settings"], recipients.secrets(app["settings"])
    statements = [
        permission.allow(["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
                         cfn.arn(TABLE_ID)),
        permission.allow(["logs:GetLogEvents"], cfn.sub(SCOPE % ("logs", "log-group") + ":log-stream:*")),
        permission.allow(["sns:Publish"], cfn.ref(TOPIC_ID)),
        permission.allow(["sqs:SendMessage"], cfn.arn(QUEUE_ID)),
        queue.poll_statement(QUEUE_ID),
        *([permission.allow(["secretsmanager:GetSecretValue"], [
            cfn.ref(names.logical_id(name, "secret")) for name in secrets])] if secrets else [])]
    variables = {"APP": app["name"], "PACKAGE": app["package"], "QUEUE_URL": cfn.ref(QUEUE_ID),
                 "STAGE": cfn.ref("Stage"), "TABLE": cfn.ref(TABLE_ID), "TOPIC_ARN": cfn.ref(TOPIC_ID),
                 **({"SLACK_SECRET": slack_secret(app, secrets)} if secrets else {})}
    return function.parts(NAME, settings, properties(app), statements, variables, asynchronous={},
                          alarm_block=alarm.normal(False))


def slack_secret(app: AppModel, secrets: list[str]) -> dict:
    """The ARN of the stage's secret, or no variable in a stage without one."""
    value: dict = cfn.ref("AWS::NoValue")
    found = recipients.conditions(app["settings"])
    for name in secrets:
        id_, arn = recipients.condition_id(("slack", name)), cfn.ref(names.logical_id(name, "secret"))
        value = {"Fn::If": [id_, arn, value]} if id_ in found else arn
    return value


def properties(app: AppModel) -> dict:
    """The properties of the function; what it knows of the lambdas is in its code, as variables have 4 KB only."""
    answered = [name for name, fn in sorted(app["lambdas"].items()) if (word := trigger(fn["infra"]))
                and TRIGGERS[word].CALLER_WAITS and word not in IDENTIFIERS]
    facts = [*([f"LIMITS.update({limits(app)})\n"] if limits(app) else []),
             *([f"ANSWERED.update({json.dumps(answered)})\n"] if answered else [])]
    source = "\n\n".join([code.source("alerts"), "".join(facts)]) if facts else code.source("alerts")
    return {**code.function("alerts", SECONDS), "Code": {"ZipFile": source}}


def limits(app: AppModel) -> str:
    """The source of {lambda: [errors, minutes]} of lambdas with `alarm: {errors: 5 in 10 minutes}`; "" without any."""
    def of_stage(when: dict) -> str:
        errors = {name: fn["infra"].get("alarm", when)["errors"] for name, fn in sorted(app["lambdas"].items())}
        return json.dumps({name: limit for name, limit in errors.items() if limit not in (False, [1, 0])})
    of_stages = {stage: of_stage(recipients.when(entry))
                 for stage, entry in recipients.by_stage(app["settings"]).items() if recipients.is_anybody(entry)}
    default = of_stages.pop(recipients.OTHERS, "{}")
    others = [f"{json.dumps(stage)}: {text}" for stage, text in of_stages.items() if text != default]
    return f"{{{', '.join(others)}}}.get(os.environ[\"STAGE\"], {default})" if others else default.replace("{}", "")


def build_rule(app: AppModel) -> dict:
    """The rule that invokes the function for failed builds of the app's project, and of that of `make ci`."""
    projects = [builder.name(app), cfn.sub(f"${{AWS::StackName}}{builder.CI}")]
    return cfn.resource("AWS::Events::Rule", {
        "EventPattern": {"source": ["aws.codebuild"], "detail-type": ["CodeBuild Build State Change"],
                         "detail": {"build-status": FAILED_BUILD, "project-name": projects}},
        "State": "ENABLED", "Targets": [failures_queue.target(cfn.arn(FUNCTION_ID))]})


def permissions() -> dict[str, dict]:
    """{logical id: resource}: the stack's log groups, its alarms and its rule of builds may invoke the function.

    docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
    """
    return {
        alarm.PERMISSION_ID: function.invoke_permission(
            FUNCTION_ID, "logs.amazonaws.com", cfn.sub(SCOPE % ("logs", "log-group") + ":*")),
        ALARM_PERMISSION_ID: function.invoke_permission(
            FUNCTION_ID, "lambda.alarms.cloudwatch.amazonaws.com", cfn.sub(SCOPE % ("cloudwatch", "alarm"))),
        names.logical_id(NAME, "build-permission"): function.invoke_permission(
            FUNCTION_ID, "events.amazonaws.com", cfn.arn(RULE_ID))}
