"""The one queue for events that an asynchronous call, a rule or a stream could not deliver."""
from aws import cfn
from recipes import permission

ID, POLICY_ID = "FailuresQueue", "FailuresQueuePolicy"
RETRIES = 2  # AWS's default
KEEP_SECONDS = 14 * 24 * 3600  # SQS keeps no longer
RULES = cfn.sub("arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/*")
TOPICS = cfn.sub("arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:*")


def resources(rules: list[str]) -> dict[str, dict]:
    """{logical id: resource}: the queue, and the policy by which this account's rules and topics may send events to it.

    rules  ARNs of rules of other accounts that may too, with wildcards

    The policy does not list rules and topics one by one: its limit is 20 KB, and an app may have hundreds.
    """
    allowed = [("events.amazonaws.com", [RULES, *rules] if rules else RULES), ("sns.amazonaws.com", TOPICS)]
    return {
        ID: cfn.resource("AWS::SQS::Queue", {
            "MessageRetentionPeriod": KEEP_SECONDS, "SqsManagedSseEnabled": True}),
        POLICY_ID: cfn.resource("AWS::SQS::QueuePolicy", {
            "Queues": [cfn.ref(ID)],
            "PolicyDocument": permission.document([
                {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": cfn.arn(ID),
                 "Principal": {"Service": service}, "Condition": {"ArnLike": {"aws:SourceArn": source}}}
                for service, source in allowed])}),
    }


def outputs() -> dict[str, dict]:
    """{"FailuresQueueUrl": ...}"""
    return {"FailuresQueueUrl": {"Value": cfn.ref(ID)}}


def statement() -> dict:
    """The statement of a function's role with which Lambda sends failed events to the queue."""
    return permission.allow(["sqs:SendMessage"], cfn.arn(ID))


def invoke_config(function_id: str, infra: dict) -> dict:
    """The EventInvokeConfig of a function: its retries, then the failures queue.

    infra  of the lambda: `retries` and `age` are optional; {} for a function of Pareto's own
    """
    return cfn.resource("AWS::Lambda::EventInvokeConfig", {
        "FunctionName": cfn.ref(function_id),
        "Qualifier": "$LATEST",
        "MaximumRetryAttempts": infra.get("retries", RETRIES),
        **({"MaximumEventAgeInSeconds": infra["age"]} if "age" in infra else {}),
        "DestinationConfig": {"OnFailure": {"Destination": cfn.arn(ID)}}})


def target(arn: dict[str, list[str]], **more) -> dict:
    """The only target of a rule: an event that cannot be delivered is moved to the failures queue."""
    return {"Id": "target", "Arn": arn, "DeadLetterConfig": {"Arn": cfn.arn(ID)}, **more}
