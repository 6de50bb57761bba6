"""Requests that AWS rejects by its published models, before the service reads them."""

from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error
from tests.fixtures.cloud import zipped

RANGE = "failed to satisfy constraint: Member must have value"
CHOICE = "failed to satisfy constraint: Member must satisfy enum value set: ["


FUNCTION = {
    "FunctionName": "invalid",
    "Runtime": "python3.11",
    "Handler": "index.handler",
    "Role": "arn:aws:iam::123456789012:role/any",
    "Code": {"ZipFile": zipped({"index.py": ""})},
}


@cases(
    "service, operation, arguments, code, message",
    [
        (
            "lambda",
            "create_function",
            {**FUNCTION, "MemorySize": 100},
            "ValidationException",
            f"Value '100' at 'memorySize' {RANGE} greater than or equal to 128",
        ),
        (
            "lambda",
            "create_function",
            {**FUNCTION, "EphemeralStorage": {"Size": 100}},
            "ValidationException",
            f"Value '100' at 'ephemeralStorage.size' {RANGE} greater than or equal to 512",
        ),
        (
            "lambda",
            "create_function",
            {**FUNCTION, "TracingConfig": {"Mode": "x"}},
            "ValidationException",
            f"Value 'x' at 'tracingConfig.mode' {CHOICE}",
        ),
        (
            "lambda",
            "create_function",
            {**FUNCTION, "FunctionName": "a b"},
            "ValidationException",
            "Value 'a b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ",
        ),
        (
            "lambda",
            "create_event_source_mapping",
            {"FunctionName": "f", "ParallelizationFactor": 11},
            "ValidationException",
            f"Value '11' at 'parallelizationFactor' {RANGE} less than or equal to 10",
        ),
        (
            "lambda",
            "create_event_source_mapping",
            {"FunctionName": "f", "FunctionResponseTypes": ["x"]},
            "ValidationException",
            "Value '[x]' at 'functionResponseTypes' failed to satisfy constraint: Member must satisfy constraint: "
     "[Member must satisfy enum value set: [ReportBatchItemFailures], Member must not be null]"),
    ("lambda", "create_function", {**FUNCTION, "Architectures": ["x86_64", "arm64"]}, "ValidationException",
     "Value '[x86_64, arm64]' at 'architectures' failed to satisfy constraint: Member must have length less than or equal "
     "to 1"),
        (
            "scheduler",
            "create_schedule",
            {
                "Name": "s",
                "ScheduleExpression": "rate(1 hour)",
                "Target": {"Arn": "arn:aws:sqs:eu-west-1:123456789012:q", "RoleArn": FUNCTION["Role"]},
                "FlexibleTimeWindow": {"Mode": "SOME"},
            },
            "ValidationException",
            f"Value 'SOME' at 'flexibleTimeWindow.mode' {CHOICE}",
        ),
    ("lambda", "create_function", {**FUNCTION, "Environment": {"Variables": {"1A": "b"}}}, "ValidationException",
     "Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: "
     "[Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]"),
    ("lambda", "create_function", {**FUNCTION, "Tags": {"a": "b" * 257}}, "ValidationException",
     f"Value '{{a={'b' * 197}' at 'tags' failed to satisfy constraint: Map value must satisfy constraint: [Member must have "
     "length less than or equal to 256, Member must have length greater than or equal to 0, "),
    ("dynamodb", "batch_write_item", {"RequestItems": {"t": [{"DeleteRequest": {"Key": {}}}] * 26}}, "ValidationException",
     "Value '{t=[{DeleteRequest={Key={}}}, "),
    ("dynamodb", "batch_get_item", {"RequestItems": {"t": {"Keys": []}}}, "ValidationException",
     "Value '[]' at 'requestItems.t.member.keys' failed to satisfy constraint: Member must have length greater than or equal "
     "to 1"),
        (
            "dynamodb",
            "scan",
            {"TableName": "table", "Limit": 0},
            "ValidationException",
            f"Value '0' at 'limit' {RANGE} greater than or equal to 1",
        ),
        (
            "events",
            "put_events",
            {"Entries": []},
            "ValidationException",
            "Value '[]' at 'entries' failed to satisfy constraint: Member must have length greater than or equal to 1",
        ),
        (
            "cognito-idp",
            "sign_up",
            {"ClientId": "a b", "Username": "u", "Password": "p"},
            "InvalidParameterException",
            "Value at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+",
        ),
        (
            "cognito-idp",
            "admin_get_user",
            {"UserPoolId": "eu-west-1_a"},
            "InvalidParameterException",
            "Value null at 'username' failed to satisfy constraint: Member must not be null",
        ),
        (
            "logs",
            "create_log_group",
            {"logGroupName": "a b"},
            "InvalidParameterException",
            "Value 'a b' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: ",
        ),
    ],
)
def test_a_request_against_the_model_is_rejected_as_by_aws(local_cloud, service, operation, arguments, code, message):
    actual, text = error(getattr(local_cloud.client(service, validates=False), operation), **arguments)
    assert (actual, text.startswith(f"1 validation error detected: {message}")) == (code, True), text
