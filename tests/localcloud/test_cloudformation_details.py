"""Details of CloudFormation as recorded: empty members of responses, dynamic references, policies, language extensions."""
import json

import pytest

from tests.fixtures import in_process
from tests.fixtures.stacks import BAD, QUEUE, REGION, ROLE, exists, queue, service


def test_describe_stacks_has_no_empty_parameters_and_outputs_but_an_empty_list_of_topics(stacks, cloudformation):
    stacks.create({"Queue": QUEUE})
    stack = cloudformation.describe_stacks(StackName="one")["Stacks"][0]
    assert not {"Parameters", "Outputs", "RoleARN", "TimeoutInMinutes", "Description"} & stack.keys()
    assert (stack["NotificationARNs"], stack["RollbackConfiguration"], stack["Tags"]) == ([], {}, [])


def test_describe_change_set_has_no_empty_parameters_and_tags_but_empty_capabilities(stacks, cloudformation):
    cloudformation.create_change_set(StackName="one", ChangeSetName="c", ChangeSetType="CREATE",
                                     TemplateBody=stacks.body({"Queue": QUEUE}))
    change_set = cloudformation.describe_change_set(StackName="one", ChangeSetName="c")
    assert not {"Parameters", "Tags"} & change_set.keys()
    assert (change_set["Capabilities"], change_set["NotificationARNs"], change_set["RollbackConfiguration"]) == ([], [], {})


def test_parameters_and_tags_are_there_when_they_have_values(stacks, cloudformation):
    body = stacks.body({"Queue": QUEUE}, Parameters={"P": {"Type": "String", "Default": "x"}})
    cloudformation.create_change_set(StackName="one", ChangeSetName="c", ChangeSetType="CREATE", TemplateBody=body,
                                     Tags=[{"Key": "a", "Value": "b"}], Capabilities=["CAPABILITY_IAM"])
    change_set = cloudformation.describe_change_set(StackName="one", ChangeSetName="c")
    assert (change_set["Parameters"], change_set["Tags"], change_set["Capabilities"]) == (
        [{"ParameterKey": "P", "ParameterValue": "x"}], [{"Key": "a", "Value": "b"}], ["CAPABILITY_IAM"])


def test_the_name_of_an_executed_change_set_is_free(stacks, cloudformation):
    for delay in (1, 2):
        cloudformation.create_change_set(
            StackName="one", ChangeSetName="again", ChangeSetType="CREATE" if delay == 1 else "UPDATE",
            TemplateBody=stacks.body({"Queue": queue(DelaySeconds=delay)}))
        cloudformation.execute_change_set(StackName="one", ChangeSetName="again")
        in_process.settled(REGION, "one")
    assert stacks.attributes(in_process.settled(REGION, "one"))["DelaySeconds"] == "2"
    cloudformation.create_change_set(StackName="one", ChangeSetName="again",
                                     TemplateBody=stacks.body({"Queue": queue(DelaySeconds=3)}))
    assert stacks.error("create_change_set", StackName="one", ChangeSetName="again",
                        TemplateBody=stacks.body({"Queue": QUEUE}))[0] == "AlreadyExistsException"


@pytest.mark.parametrize("allowed, value, status", [
    ([True, False], "false", "CREATE_COMPLETE"), ([1, 2], "2", "CREATE_COMPLETE"), ([True], "True", None)])
def test_allowed_values_are_compared_as_texts(stacks, allowed, value, status):
    sections = {"Parameters": {"P": {"Type": "String", "AllowedValues": allowed}},
                "Outputs": {"P": {"Value": {"Ref": "P"}}}}
    request = {"Parameters": [{"ParameterKey": "P", "ParameterValue": value}]}
    if status:
        assert stacks.create({"Queue": QUEUE}, sections=sections, **request).outputs[0]["OutputValue"] == value
    else:
        assert stacks.error("create_stack", StackName="one", TemplateBody=stacks.body({"Queue": QUEUE}, **sections),
                            **request) == ("ValidationError", "Parameter 'P' must be one of AllowedValues")


KEEPING = {"Parameters": {"Keep": {"Type": "String", "Default": "yes"}},
           "Conditions": {"Keeps": {"Fn::Equals": [{"Ref": "Keep"}, "yes"]}}}


@pytest.mark.parametrize("keep", ["yes", "no"])
def test_a_policy_may_depend_on_a_condition(stacks, keep):
    policy = {"Fn::If": ["Keeps", "Retain", "Delete"]}
    kept = {**queue(QueueName="first"), "DeletionPolicy": policy, "UpdateReplacePolicy": policy}
    request = {"Parameters": [{"ParameterKey": "Keep", "ParameterValue": keep}]}
    stack = stacks.create({"Queue": kept, "Other": QUEUE}, sections=KEEPING, **request)
    first = stack.resources["Queue"].ref
    stacks.update({"Queue": {**kept, "Properties": {"QueueName": "second"}}, "Other": QUEUE}, sections=KEEPING, **request)
    second = stack.resources["Queue"].ref
    stacks.update({"Other": QUEUE}, sections=KEEPING, **request)
    assert (stack.status, exists(first), exists(second)) == ("UPDATE_COMPLETE", keep == "yes", keep == "yes")
    for url in (first, second) if keep == "yes" else ():
        service("sqs").delete_queue(QueueUrl=url)


def test_a_policy_that_becomes_no_policy_is_an_error(stacks):
    body = stacks.body({"Queue": {**QUEUE, "DeletionPolicy": {"Fn::If": ["Keeps", "Keep", "Delete"]}}}, **KEEPING)
    assert stacks.error("create_stack", StackName="one", TemplateBody=body) == (
        "ValidationError", "Template error: every DeletionPolicy member must be one of Delete, Retain, "
        "RetainExceptOnCreate, Snapshot.")


@pytest.fixture
def stored():
    """A parameter and a secret outside of any stack."""
    service("ssm").put_parameter(Name="/app/delay", Value="7", Type="String", Overwrite=True)
    service("ssm").put_parameter(Name="/app/delay", Value="8", Type="String", Overwrite=True)
    service("ssm").put_parameter(Name="/app/key", Value="x", Type="SecureString", Overwrite=True)
    secret = service("secretsmanager").create_secret(Name="login", SecretString='{"user": "me", "delay": 9}')
    yield secret["ARN"]
    service("secretsmanager").delete_secret(SecretId="login", ForceDeleteWithoutRecovery=True)


@pytest.mark.parametrize("reference, delay", [
    ("{{resolve:ssm:/app/delay}}", "8"), ("{{resolve:ssm:/app/delay:1}}", "7"),
    ("{{resolve:secretsmanager:login:SecretString:delay}}", "9"),
    ("{{resolve:secretsmanager:ARN:SecretString:delay:AWSCURRENT}}", "9"),
    ("1{{resolve:ssm:/app/delay:1}}", "17"),
])
def test_a_dynamic_reference_is_resolved(stacks, stored, reference, delay):
    stack = stacks.create({"Queue": queue(DelaySeconds=reference.replace("ARN", stored))})
    assert stacks.attributes(stack)["DelaySeconds"] == delay


@pytest.mark.parametrize("reference, reason", [
    ("{{resolve:ssm:/app/other}}", "Unable to fetch parameters [/app/other] from parameter store for this account."),
    ("{{resolve:ssm:/app/key}}", "Parameters [/app/key] referenced by template have types not supported by CloudFormation."),
    ("{{resolve:ssm-secure:/app/key:1}}",
     "SSM Secure reference is not supported in: [AWS::SQS::Queue/Properties/QueueName]"),
    ("{{resolve:secretsmanager:other}}", "Secrets Manager can't find the specified secret."),
    ("{{resolve:secretsmanager:login:SecretString:other}}",
     "Could not find a value associated with JSONKey in SecretString"),
    ("{{resolve:vault:x}}", "The local cloud does not support dynamic references of vault"),
])
def test_a_dynamic_reference_to_nothing_fails_its_resource(stacks, stored, reference, reason):
    stack = stacks.create({"Queue": queue(QueueName=reference)})
    failed = [event["ResourceStatusReason"] for event in stack.events if event["ResourceStatus"] == "CREATE_FAILED"]
    assert (stack.status, failed) == ("ROLLBACK_COMPLETE", [reason])


def test_a_reference_to_a_secret_of_the_same_stack_is_resolved_after_its_creation(stacks, cloudformation):
    secret = {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": '{"delay": "5"}'}}
    reference = {"Fn::Sub": "{{resolve:secretsmanager:${Secret}:SecretString:delay}}"}
    body = stacks.body({"Secret": secret, "Queue": queue(DelaySeconds=reference)})
    cloudformation.create_change_set(StackName="one", ChangeSetName="c", ChangeSetType="CREATE", TemplateBody=body)
    cloudformation.execute_change_set(StackName="one", ChangeSetName="c")
    stack = in_process.settled(REGION, "one")
    assert stacks.attributes(stack)["DelaySeconds"] == "5"


def test_a_parameter_may_be_the_name_of_a_stored_parameter(stacks, stored):
    sections = {"Parameters": {"Delay": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/app/delay"}}}
    stack = stacks.create({"Queue": queue(DelaySeconds={"Ref": "Delay"})}, sections=sections)
    assert stacks.attributes(stack)["DelaySeconds"] == "8"
    sections["Parameters"]["Delay"]["Default"] = "/app/other"
    assert stacks.error("create_stack", StackName="two", TemplateBody=stacks.body({"Queue": QUEUE}, **sections)) == (
        "ValidationError", "Unable to fetch parameters [/app/other] from parameter store for this account.")


EXTENDED = {"Transform": "AWS::LanguageExtensions", "Parameters": {"Names": {"Type": "CommaDelimitedList", "Default": "a,b"}},
            "Outputs": {"Count": {"Value": {"Fn::Length": {"Ref": "Names"}}}}}


def test_language_extensions_have_the_length_of_a_list(stacks):
    stack = stacks.create({"Queue": QUEUE}, sections=EXTENDED, Capabilities=["CAPABILITY_AUTO_EXPAND"])
    assert (stack.status, stack.outputs) == ("CREATE_COMPLETE", [{"OutputKey": "Count", "OutputValue": "2"}])


@pytest.mark.parametrize("resources, acknowledged, missing", [
    ({"Queue": QUEUE}, [], "CAPABILITY_AUTO_EXPAND"), ({"Role": ROLE}, [], "CAPABILITY_IAM, CAPABILITY_AUTO_EXPAND"),
    ({"Role": ROLE}, ["CAPABILITY_NAMED_IAM"], "CAPABILITY_AUTO_EXPAND")])
def test_a_transform_needs_its_capability(stacks, resources, acknowledged, missing):
    assert stacks.error("create_stack", StackName="one", TemplateBody=stacks.body(resources, **EXTENDED),
                        Capabilities=acknowledged) == (
        "InsufficientCapabilitiesException", f"Requires capabilities : [{missing}]")


def test_any_other_transform_is_an_error(stacks):
    body = stacks.body({"Queue": QUEUE}, Transform=["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"])
    assert stacks.error("create_stack", StackName="one", TemplateBody=body, Capabilities=["CAPABILITY_AUTO_EXPAND"]) == (
        "ValidationError", "Template error: the local cloud does not support the transform AWS::Serverless-2016-10-31")


def test_the_metadata_of_a_resource_is_described(stacks, cloudformation):
    stacks.create({"Queue": {**QUEUE, "Metadata": {"a": 1}}, "Bad": {**BAD, "Condition": "Never"}},
                  sections={"Conditions": {"Never": {"Fn::Equals": ["a", "b"]}}})
    detail = cloudformation.describe_stack_resource(StackName="one", LogicalResourceId="Queue")["StackResourceDetail"]
    assert json.loads(detail["Metadata"]) == {"a": 1}


@pytest.mark.parametrize("section, sections", [
    ("Resources", {}), ("Outputs", {"Outputs": {"Url": {"Value": {"Ref": "Queue"}}}})])
def test_what_refers_to_a_resource_whose_condition_is_false_is_an_error_before_anything_is_created(stacks, section, sections):
    never = {"Conditions": {"Never": {"Fn::Equals": ["a", "b"]}}}
    referring = {"Other": queue(QueueName={"Fn::GetAtt": "Queue.QueueName"})} if section == "Resources" else {}
    body = stacks.body({"Queue": {**QUEUE, "Condition": "Never"}, "Second": QUEUE, **referring}, **never, **sections)
    assert stacks.error("create_stack", StackName="one", TemplateBody=body) == (
        "ValidationError", f"Unresolved resource dependencies [Queue] in the {section} block of the template")
