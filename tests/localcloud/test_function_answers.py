"""The answers of Lambda's API about functions, and the environment of their processes."""
import json
import re

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
