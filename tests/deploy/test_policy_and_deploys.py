"""Resources of every form that golden templates have are created, changed and deleted on the local cloud, by CloudFormation
or by hand, and the printed policies block none of the calls that CloudFormation makes for them."""
import json

import pytest

from deploy import deploy_policy, stage_policies
from localcloud.cloudformation import readers, references, resources, shapes
from localcloud.cloudformation.task import Task, client_and_shape, tag_map
from recipes import image
from tests.fixtures import (
    in_process,
    one_key,  # noqa: F401
)
from tests.fixtures.golden_apps import distinct_templates
from tests.fixtures.iam_requests import ACCOUNT, requests, user_allows
from tests.fixtures.stacks import REGION, pushed_parameters, service

pytest_plugins = ["tests.fixtures.stacks"]

FACTS = {"account": "*", "region": REGION, "app": "demo", "stage": "dev", "stack": "demo-dev",
         "bucket": "demo-artifacts", "domain": "example.com"}
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/demo-dev-boundary"
TAGS = [{"Key": "app", "Value": "demo"}, {"Key": "stage", "Value": "dev"}]
READING = ("get_", "list_", "describe_", "head_")
DOMAIN = {"ParameterKey": "DomainExampleComApi", "ParameterValue": "api.example.com"}
# Resources with generated ids, which the policies recognize by their tags.
TAGGED = {"create_rest_api", "create_api_key", "create_usage_plan", "create_user_pool", "create_domain_name",
          "create_distribution_with_tags"}


@pytest.fixture
def calls(monkeypatch):
    """[(service, method, params as boto3 spells them)] of CloudFormation, since the beginning of the test."""
    noted, call = [], Task.call

    def note(task, service, method, **params):
        _client, shape = client_and_shape(service, task.region, method)
        given = {name: value for name, value in params.items() if value is not None}
        noted.append((service, method, shapes.coerced(given, shape)))
        return call(task, service, method, **params)
    monkeypatch.setattr(Task, "call", note)
    return noted


def run(cloudformation, template, bucket, deleted_by_hand):
    """Create the stack demo-dev, from a template in the bucket, change every function and role, and delete it: before that,
    one resource by hand of each type that is not in deleted_by_hand. Code and layers are one empty zip."""
    template["Resources"].pop("ApiDomainRecords", None)  # they need a zone
    for resource in template["Resources"].values():
        resource.pop("DeletionPolicy", None)
        if resource["Type"] == "AWS::IAM::Role":
            resource["Properties"]["PermissionsBoundary"] = BOUNDARY
    request = {"StackName": "demo-dev", "Tags": TAGS, "Capabilities": ["CAPABILITY_IAM"],
               "Parameters": pushed_parameters(template, bucket) + [DOMAIN] * (DOMAIN["ParameterKey"] in template["Parameters"])}
    service("s3").put_object(Bucket=bucket, Key="template.json", Body=json.dumps(template))
    url = f"https://{bucket}.s3.{REGION}.amazonaws.com/template.json"
    id_ = cloudformation.create_stack(TemplateURL=url, **request)["StackId"]
    stack = in_process.settled(REGION, id_)
    failed = [event["ResourceStatusReason"] for event in stack.events if "FAILED" in event["ResourceStatus"]]
    assert (stack.status, failed) == ("CREATE_COMPLETE", [])
    cloudformation.create_change_set(ChangeSetName="again", TemplateURL=url, **request)
    assert cloudformation.describe_change_set(StackName=id_, ChangeSetName="again")["Changes"] == []
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Lambda::Function":
            resource["Properties"]["Timeout"] = 33
        if resource["Type"] == "AWS::IAM::Role":
            resource["Properties"]["Policies"][0]["PolicyDocument"]["Statement"].append(
                {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:*:*:demo-dev-x"})
    service("s3").put_object(Bucket=bucket, Key="template.json", Body=json.dumps(template))
    if any(resource["Type"] in ("AWS::Lambda::Function", "AWS::IAM::Role") for resource in template["Resources"].values()):
        cloudformation.update_stack(TemplateURL=url, **request)
        assert in_process.settled(REGION, id_).status == "UPDATE_COMPLETE"
    of_type = {resource.type: id_ for id_, resource in stack.resources.items()
               if resource.type in readers.READERS.keys() - deleted_by_hand}
    if of_type:
        delete_by_hand(cloudformation, stack, [*of_type.values()])
        deleted_by_hand.update(of_type)
    cloudformation.delete_stack(StackName=id_)
    assert in_process.settled(REGION, id_).status == "DELETE_COMPLETE"


def statuses(cloudformation, stack, ids):
    """{logical id: status} of a detection now, of these resources."""
    cloudformation.detect_stack_drift(StackName=stack.id, LogicalResourceIds=ids)
    return {drift["LogicalResourceId"]: drift["StackResourceDriftStatus"] for drift in stack.drifts}


def delete_by_hand(cloudformation, stack, ids):
    """Delete these resources of a stack, whose drift AWS detects, those first that need others; a detection sees it."""
    assert statuses(cloudformation, stack, ids) == dict.fromkeys(ids, "IN_SYNC")
    for id_ in reversed(references.order({id_: resource.needs for id_, resource in stack.resources.items()})):
        if id_ in ids:
            resource = stack.resources[id_]
            resources.TYPES[resource.type].delete(Task(stack, resource, resource.properties))
    assert statuses(cloudformation, stack, ids) == dict.fromkeys(ids, "DELETED")


def tags_of(params):
    """{"app": "demo", ...} of a call that creates a resource."""
    params = params.get("DistributionConfigWithTags", params)
    tags = params.get("tags") or params.get("UserPoolTags") or params["Tags"]
    return tag_map(tags.get("Items", tags) if isinstance(tags, dict) else tags)


def test_no_call_of_a_deploy_is_denied_generated_ids_are_tagged_and_what_was_deleted_by_hand_is_seen(cloudformation, calls):
    templates, deleted_by_hand = distinct_templates(), set()
    del templates["resources"]  # its resources.yaml has a type that the local cloud has not, which a push leaves out
    for case, template in templates.items():
        calls.clear()
        policies = deploy_policy.policies(template, stage_policies.schemas(template, REGION), FACTS)
        statements = [statement for policy in policies for statement in policy["Statement"]]
        run(cloudformation, image.without_images(template, {"runtime": "python3.13"}), f"artifacts-{case}", deleted_by_hand)
        judged = [request for service, method, params in calls if not method.startswith(READING)
                  for request in requests(service, method, params, BOUNDARY)]
        denied = [request for request in judged if not user_allows(statements, *request)]
        assert judged and denied == [], case
        for _service, method, params in calls:
            if method in TAGGED:
                assert {"app": "demo", "stage": "dev"}.items() <= tags_of(params).items(), (case, method)
    assert len(deleted_by_hand) > 40
