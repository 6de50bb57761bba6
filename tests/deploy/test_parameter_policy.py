"""Secrets in Parameter Store in the policy of who deploys, and in the boundary of the app's roles."""
import json

import pytest

from deploy import boundary, deploy_policy
from expand_template import expanded
from tests.update_golden import golden_app

PLACE = {"account": "111122223333", "region": "eu-west-1", "app": "demo", "stage": "dev", "stack": "demo-dev",
         "bucket": "demo-artifacts", "domain": "example.com"}
PARAMETERS = "arn:aws:ssm:eu-west-1:111122223333:parameter/demo-dev"


@pytest.mark.parametrize("case, resources", [("secret", [[f"{PARAMETERS}/*", PARAMETERS]]), ("queue", [])])
def test_who_deploys_may_manage_the_parameters_of_the_stage_if_the_app_has_any(case, resources):
    policies = deploy_policy.policies(expanded(golden_app(case)), {}, PLACE)
    assert [statement["Resource"] for policy in policies for statement in policy["Statement"]
            if "ssm:PutParameter" in statement["Action"]] == resources


def test_the_boundary_has_all_parameters_of_the_stage_so_that_one_more_does_not_change_it():
    app = golden_app("secret")
    before = boundary.document(expanded(app), PLACE)
    assert [statement for statement in before["Statement"] if "ssm:GetParameter" in statement["Action"]] == [
        {"Effect": "Allow", "Action": ["ssm:GetParameter"], "Resource": [f"{PARAMETERS}/*"]}]
    (call,) = app["lambdas"]["charge"]["calls"]
    app["state"]["parameter"]["demo-other"] = {}
    app["lambdas"]["charge"]["calls"].append({**call, "on": {"kind": "parameter", "name": "demo-other"}})
    after = expanded(app)
    assert "demo-other" in json.dumps(after["Resources"]) and boundary.document(after, PLACE) == before


@pytest.mark.parametrize("region, partition", [("eu-west-1", "aws"), ("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn")])
def test_the_arns_of_the_policies_are_of_the_partition_of_the_region(region, partition):
    template, place = expanded(golden_app("secret")), {**PLACE, "region": region}
    text = json.dumps([*deploy_policy.policies(template, {}, place), boundary.document(template, place)])
    assert {arn.split(":")[1] for arn in text.split('"') if arn.startswith("arn:")} == {partition}
