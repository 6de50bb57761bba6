"""The answers of Lambda's API about functions, and the environment of their processes."""
import json
import re

from tests.fixtures.cases import cases
from tests.fixtures.client_errors import error
from tests.fixtures.cloud import zipped


def test_a_function_is_created_changed_and_then_active(local_cloud):
    api = local_cloud.client("lambda")
    arguments = {"Runtime": "python3.11", "Handler": "index.handler", "Role": local_cloud.role()}
    code = zipped({"index.py": "def handler(event, context): raise Exception('Failed: é')\n"})
    created = api.create_function(FunctionName="answers", Code={"ZipFile": code}, **arguments)
    assert (created["State"], created["StateReasonCode"]) == ("Pending", "Creating")
    assert re.fullmatch(r"20.{8}T.{8}\.[0-9]{3}\+0000", created["LastModified"])
    assert created["RevisionId"] and "Layers" not in created and "LastUpdateStatus" not in created
    active = api.get_function_configuration(FunctionName="answers")
    assert (active["State"], active["LastUpdateStatus"], active["RevisionId"]) == (
        "Active", "Successful", created["RevisionId"])
    changed = api.update_function_configuration(FunctionName="answers", Timeout=9)
    assert changed["LastUpdateStatus"] == "InProgress" and changed["RevisionId"] != created["RevisionId"]
    again = api.update_function_code(FunctionName="answers", ZipFile=code)
    assert again["LastUpdateStatus"] == "InProgress" and again["RevisionId"] != changed["RevisionId"]
    assert api.get_function_configuration(FunctionName="answers")["RevisionId"] == again["RevisionId"]


def test_a_stack_trace_has_the_folder_of_aws(local_cloud):
    local_cloud.function("traced", "def handler(event, context):\n    raise Exception('Failed: é')\n")
    payload = json.loads(local_cloud.client("lambda").invoke(FunctionName="traced")["Payload"].read())
    assert payload["stackTrace"] == [
        "  File \"/var/task/index.py\", line 2, in handler\n    raise Exception('Failed: é')\n"]


def test_the_environment_has_lambdas_own_variables(local_cloud):
    local_cloud.function("its-variables", "import os\ndef handler(event, context): return dict(os.environ)\n")
    variables = local_cloud.invoke("its-variables")
    assert variables["SHLVL"] == "0"
    assert variables["LD_LIBRARY_PATH"].split(":")[:2] == [variables["LAMBDA_TASK_ROOT"],
                                                          variables["LAMBDA_TASK_ROOT"] + "/lib"]


def test_a_role_may_have_a_policy_of_aws(local_cloud):
    iam, arn = local_cloud.client("iam"), "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    role = local_cloud.role().rpartition("/")[2]
    iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    assert [policy["PolicyArn"] for policy in iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]] == [arn]
    assert iam.get_policy(PolicyArn=arn)["Policy"]["PolicyName"] == "AWSLambdaBasicExecutionRole"
    try:
        iam.attach_role_policy(RoleName=role, PolicyArn="arn:aws:iam::aws:policy/NoSuchPolicy")
        raise AssertionError("attached")
    except iam.exceptions.NoSuchEntityException:
        iam.detach_role_policy(RoleName=role, PolicyArn=arn)

OF_EC2 = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
RESERVED_KEYS = ("Lambda was unable to configure your environment variables because the environment variables you have "
                 "provided contains reserved keys that are currently not supported for modification. Reserved keys used in "
                 "this request: AWS_REGION, AWS_SESSION_TOKEN")


@cases("settings, message", [
    ({"Environment": {"Variables": {"AWS_SESSION_TOKEN": "x", "AWS_REGION": "x", "XX": "x"}}}, RESERVED_KEYS),
    ({"Environment": {"Variables": {"XX": "x" * 4100}}}, "exceeded the 4KB limit. String measured: {\"XX\":\"xx"),
    ({"Environment": {"Variables": {"XX": "x" * 4080, "AWS_LAMBDA_EXEC_WRAPPER": ""}}}, "exceeded the 4KB limit"),
    ({"Environment": {"Variables": {"XX": "x" * 4080}}}, ""),
    ({"Runtime": "python9"}, "Value python9 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: ["),
    ({"Runtime": "nodejs22.x"}, ""),
    ({"Role": "other"}, "The role defined for the function cannot be assumed by Lambda."),
    ({"Code": {"ZipFile": b"no zip"}}, "Could not unzip uploaded file. Please check your file, then try to upload again."),
    ({"Code": {"S3Bucket": "no-such-bucket-of-code", "S3Key": "x"}}, "S3 Error Code: NoSuchBucket"),
])
def test_lambda_rejects_invalid_settings(local_cloud, settings, message):
    api, iam = local_cloud.client("lambda"), local_cloud.client("iam")
    if "Role" in settings:
        role = iam.create_role(RoleName="of-ec2", AssumeRolePolicyDocument=json.dumps(OF_EC2))["Role"]["Arn"]
        settings = {"Role": role}
    name = f"settings-{len(api.list_functions()['Functions'])}"
    arguments = {"FunctionName": name, "Runtime": "python3.11", "Handler": "index.handler", "Role": local_cloud.role(),
                 "Code": {"ZipFile": zipped({"index.py": ""})}}
    code, text = error(api.create_function, **arguments | settings)
    assert (code, message in text) == ("InvalidParameterValueException" if message else "", True), text


def test_lambda_rejects_changes_and_conflicts(local_cloud):
    api = local_cloud.client("lambda")
    local_cloud.function("conflicts", "def handler(event, context): pass\n")
    reserved = {"Variables": {"AWS_REGION": "x", "AWS_SESSION_TOKEN": "x"}}
    assert error(api.update_function_configuration, FunctionName="conflicts", Environment=reserved) == (
        "InvalidParameterValueException", RESERVED_KEYS)
    assert error(api.update_function_code, FunctionName="conflicts", ZipFile=b"no zip")[0] == (
        "InvalidParameterValueException")
    permission = {"FunctionName": "conflicts", "StatementId": "s", "Action": "lambda:InvokeFunction",
                  "Principal": "s3.amazonaws.com"}
    api.add_permission(**permission)
    assert error(api.add_permission, **permission) == ("ResourceConflictException", (
        "The statement id (s) provided already exists. Please provide a new statement id, or remove the existing "
        "statement."))
    version = api.publish_version(FunctionName="conflicts")["Version"]
    api.add_permission(**permission, Qualifier=version)
    assert error(api.get_function_event_invoke_config, FunctionName="conflicts")[1].endswith(
        ":function:conflicts:$LATEST doesn't have an EventInvokeConfig")
    assert error(api.put_function_concurrency, FunctionName="conflicts", ReservedConcurrentExecutions=950)[0] == (
        "InvalidParameterValueException")
    runtime = api.get_function_configuration(FunctionName="conflicts")["RuntimeVersionConfig"]["RuntimeVersionArn"]
    assert re.fullmatch(r"arn:aws:lambda:eu-west-1::runtime:[0-9a-f]{64}", runtime)


ARN = "arn:aws:lambda:eu-west-1:123456789012:function:"
NO_MATCH = "The derived qualifier from the function name does not match the specified qualifier."
NO_CONFIG = "The function {} doesn't have an EventInvokeConfig"


@cases("operation, arguments, code, message", [
    ("get_function", {"FunctionName": ARN.replace("eu-west-1", "us-west-2") + "told"}, "ResourceNotFoundException",
     "Functions from 'us-west-2' are not reachable in this region ('eu-west-1')"),
    ("invoke", {"FunctionName": ARN.replace("eu-west-1", "us-west-2") + "told"}, "ResourceNotFoundException",
     "Functions from 'us-west-2' are not reachable in this region ('eu-west-1')"),
    ("get_function", {"FunctionName": f"{ARN}told:1", "Qualifier": "$LATEST"}, "InvalidParameterValueException", NO_MATCH),
    ("delete_function", {"FunctionName": f"{ARN}told:1", "Qualifier": "2"}, "InvalidParameterValueException", NO_MATCH),
    ("delete_function", {"FunctionName": "told", "Qualifier": "$LATEST"}, "InvalidParameterValueException",
     "$LATEST version cannot be deleted without deleting the function."),
    ("get_function", {"FunctionName": "told", "Qualifier": "1221"}, "ResourceNotFoundException",
     f"Function not found: {ARN}told:1221"),
    ("put_function_concurrency", {"FunctionName": "never", "ReservedConcurrentExecutions": 1}, "ResourceNotFoundException",
     f"Function not found: {ARN}never:$LATEST"),
    ("list_versions_by_function", {"FunctionName": "never"}, "ResourceNotFoundException",
     f"Function not found: {ARN}never"),
    ("remove_permission", {"FunctionName": "told", "StatementId": "none"}, "ResourceNotFoundException",
     "Statement none is not found in resource policy."),
    ("remove_permission", {"FunctionName": "never", "StatementId": "none"}, "ResourceNotFoundException",
     f"No policy found for: {ARN}never"),
    ("add_permission", {"FunctionName": "told", "StatementId": "x", "Action": "lambda:InvokeFunction", "Qualifier": "$LATEST",
                        "Principal": "s3.amazonaws.com"}, "InvalidParameterValueException",
     "We currently do not support adding policies for $LATEST."),
    ("create_function_url_config", {"FunctionName": "told", "AuthType": "NONE"}, "ResourceConflictException",
     f"Failed to create function url config for [functionArn = {ARN}told]. Error message:  FunctionUrlConfig exists for "
     "this Lambda function"),
    ("create_alias", {"FunctionName": "told", "Name": "live", "FunctionVersion": "1"}, "ResourceConflictException",
     f"Alias already exists: {ARN}told:live"),
    *[(f"{verb}_function_event_invoke_config", {"FunctionName": name, **more}, "ResourceNotFoundException",
       NO_CONFIG.format(f"{ARN}{name}:$LATEST")) for name in ("told", "never") for verb, more in (
          ("get", {}), ("delete", {}), ("update", {"MaximumRetryAttempts": 1}))],
    ("put_function_event_invoke_config", {"FunctionName": "told", "DestinationConfig": {
        "OnSuccess": {"Destination": f"{ARN}told"}}}, "InvalidParameterValueException",
     "You can't specify the function as a destination for itself."),
])
def test_lambda_has_its_own_errors(local_cloud, operation, arguments, code, message):
    api = local_cloud.client("lambda")
    if not error(api.create_function, FunctionName="told", Runtime="python3.11", Handler="index.handler",
                 Role=local_cloud.role(), Code={"ZipFile": zipped({"index.py": ""})})[0]:
        api.add_permission(FunctionName="told", StatementId="s", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com")
        api.create_function_url_config(FunctionName="told", AuthType="NONE")
        api.create_alias(FunctionName="told", Name="live", FunctionVersion=api.publish_version(FunctionName="told")["Version"])
    assert error(getattr(api, operation), **arguments) == (code, message)


def test_the_settings_of_a_function_are_answered_whole(local_cloud):
    api = local_cloud.client("lambda")
    local_cloud.function("whole", "def handler(event, context): pass\n", Environment={"Variables": {}})
    assert api.get_function_configuration(FunctionName="whole")["Environment"] == {"Variables": {}}
    assert api.create_function_url_config(FunctionName="whole", AuthType="NONE")["InvokeMode"] == "BUFFERED"
    api.put_function_event_invoke_config(FunctionName="whole", MaximumRetryAttempts=2, MaximumEventAgeInSeconds=60)
    changed = api.update_function_event_invoke_config(FunctionName="whole", MaximumRetryAttempts=0)
    assert {name: value for name, value in changed.items() if name not in ("LastModified", "ResponseMetadata")} == {
        "DestinationConfig": {"OnSuccess": {}, "OnFailure": {}}, "FunctionArn": f"{ARN}whole:$LATEST",
        "MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}
