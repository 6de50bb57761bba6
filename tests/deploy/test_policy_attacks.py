"""What the holder of the printed policies could try: none of it is allowed, nor by a role of the app."""
import json

import pytest

from aws.iam import evaluation
from deploy import boundary, deploy_policy, stage_policies
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.golden_apps import every_golden_template
from tests.fixtures.iam_requests import user_allows
from tests.fixtures.paths import GOLDEN
from tests.update_golden import golden_app

REGION, ACCOUNT = "eu-west-1", "111122223333"
FACTS = {"account": ACCOUNT, "region": REGION, "app": "demo", "stage": "dev", "stack": "demo-dev",
         "bucket": "demo-artifacts", "domain": "example.com"}
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/demo-dev-boundary"
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
OTHER_TAGS = {"aws:ResourceTag/app": "other", "aws:ResourceTag/stage": "dev"}
OWN_TAGS = {"aws:ResourceTag/app": "demo", "aws:ResourceTag/stage": "dev"}
BY_STACK = {"aws:CalledVia": ["cloudformation.amazonaws.com"]}
CASES = sorted(path.parent.name for path in GOLDEN.glob("template/*/template.json"))


@pytest.fixture(scope="module")
def statements():
    """Those of the policies for an app with every type of resource."""
    template = every_golden_template()
    policies = deploy_policy.policies(template, stage_policies.schemas(template, REGION), FACTS)
    return [statement for policy in policies for statement in policy["Statement"]]


def iam(resource):
    return f"arn:aws:iam::{ACCOUNT}:{resource}"


def gateway(path):
    return f"arn:aws:apigateway:{REGION}::{path}"


def arn(service, resource, region=REGION):
    return f"arn:aws:{service}:{region}:{ACCOUNT}:{resource}"


@cases("action, resource, context", [
    ("iam:PutRolePolicy", iam("role/demo-dev-x"), {}),
    ("iam:PutRolePolicy", iam("role/demo-dev-x"), {"iam:PermissionsBoundary": ADMIN}),
    ("iam:PutRolePolicy", iam("role/admin"), {"iam:PermissionsBoundary": BOUNDARY}),
    ("iam:AttachRolePolicy", iam("role/demo-dev-x"), {"iam:PolicyARN": ADMIN}),
    ("iam:CreateRole", iam("role/demo-dev-x"), {}),
    ("iam:CreateRole", iam("role/demo-dev-x"), {"iam:PermissionsBoundary": iam("policy/demo-dev-boundary-2")}),
    ("iam:CreateRole", iam("role/x"), {"iam:PermissionsBoundary": BOUNDARY}),
    ("iam:DeleteRolePermissionsBoundary", iam("role/demo-dev-x"), {"iam:PermissionsBoundary": BOUNDARY}),
    ("iam:PutRolePermissionsBoundary", iam("role/demo-dev-x"), {"iam:PermissionsBoundary": ADMIN}),
    ("iam:CreatePolicyVersion", BOUNDARY, {}),
    ("iam:SetDefaultPolicyVersion", BOUNDARY, {}),
    ("iam:DeletePolicy", BOUNDARY, {}),
    ("iam:UpdateAssumeRolePolicy", iam("role/admin"), {}),
    ("iam:CreateUser", iam("user/me"), {}),
    ("iam:PutUserPolicy", iam("user/me"), {}),
    ("iam:PassRole", iam("role/admin"), {"iam:PassedToService": "lambda.amazonaws.com"}),
    ("iam:PassRole", iam("role/demo-dev-x"), {"iam:PassedToService": "cloudformation.amazonaws.com"}),
    ("iam:PassRole", iam("role/demo-dev-x"), {"iam:PassedToService": "ec2.amazonaws.com"}),
    ("sts:AssumeRole", iam("role/demo-dev-x"), {}),
    ("secretsmanager:CreateSecret", arn("secretsmanager", "secret:x"), {}),
    ("secretsmanager:PutSecretValue", arn("secretsmanager", "secret:x"), {}),
    ("secretsmanager:PutSecretValue", arn("secretsmanager", "secret:x"), OTHER_TAGS),
    ("secretsmanager:DeleteSecret", arn("secretsmanager", "secret:demo-dev-x"), OTHER_TAGS),
    ("secretsmanager:TagResource", arn("secretsmanager", "secret:x"), {}),
    ("secretsmanager:GetSecretValue", arn("secretsmanager", "secret:x"), OWN_TAGS),
    ("cloudformation:DeleteStack", arn("cloudformation", "stack/demo-development/1"), {}),
    ("cloudformation:DeleteStack", arn("cloudformation", "stack/other-dev/1"), {}),
    ("cloudformation:CreateChangeSet", arn("cloudformation", "stack/demo-dev/1"),
     {"cloudformation:ImportResourceTypes": ["AWS::ApiGateway::RestApi"]}),
    ("apigateway:DELETE", gateway("/restapis/other"), {}),
    ("apigateway:DELETE", gateway("/restapis/other"), OTHER_TAGS),
    ("apigateway:PUT", gateway("/restapis/other"), {**OTHER_TAGS, **BY_STACK}),
    ("apigateway:POST", gateway("/restapis/other/deployments"), {**OTHER_TAGS, **BY_STACK}),
    ("apigateway:PUT", gateway("/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Frestapis%2Fother"),
     {"aws:RequestTag/app": "demo"}),
    ("apigateway:DELETE", gateway("/vpclinks/x"), OWN_TAGS),
    ("apigateway:PATCH", gateway("/account"), OWN_TAGS),
    ("cognito-idp:DeleteUserPool", arn("cognito-idp", "userpool/eu-west-1_x"), {}),
    ("cognito-idp:DeleteUserPool", arn("cognito-idp", "userpool/eu-west-1_x"), OTHER_TAGS),
    ("cognito-idp:CreateUserPoolClient", arn("cognito-idp", "userpool/eu-west-1_x"), {**OTHER_TAGS, **BY_STACK}),
    ("cognito-idp:TagResource", arn("cognito-idp", "userpool/eu-west-1_x"), {"aws:RequestTag/app": "demo"}),
    ("cognito-idp:AdminSetUserPassword", arn("cognito-idp", "userpool/eu-west-1_x"), OWN_TAGS),
    ("cloudfront:DeleteDistribution", arn("cloudfront", "distribution/E1", ""), {}),
    ("cloudfront:UpdateDistribution", arn("cloudfront", "distribution/E1", ""), OTHER_TAGS),
    ("cloudfront:CreateInvalidation", arn("cloudfront", "distribution/E1", ""), OTHER_TAGS),
    ("cloudfront:TagResource", arn("cloudfront", "distribution/E1", ""), {}),
    ("cloudfront:DeleteCachePolicy", arn("cloudfront", "cache-policy/1", ""), {}),
    ("cloudfront:DeleteOriginAccessControl", arn("cloudfront", "origin-access-control/1", ""), {}),
    ("cloudfront:DeleteFunction", arn("cloudfront", "function/x", ""), {}),
    ("lambda:DeleteEventSourceMapping", arn("lambda", "event-source-mapping:1"),
     {"lambda:FunctionArn": arn("lambda", "function:other")}),
    ("lambda:DeleteEventSourceMapping", arn("lambda", "event-source-mapping:1"), {}),
    ("lambda:CreateEventSourceMapping", "*", {"lambda:FunctionArn": arn("lambda", "function:other")}),
    ("lambda:TagResource", arn("lambda", "event-source-mapping:1"), {}),
    ("lambda:UpdateFunctionCode", arn("lambda", "function:other"), {}),
    ("lambda:PublishLayerVersion", arn("lambda", "layer:other-web"), {}),
    ("lambda:DeleteLayerVersion", arn("lambda", "layer:other-web:1"), {}),
    ("lambda:DeleteLayerVersion", arn("lambda", "layer:demo-web:1"), {}),
    ("acm:DeleteCertificate", arn("acm", "certificate/1"), {"aws:ResourceTag/made-by": "pareto",
                                          "aws:ResourceTag/domain": "other.com"}),
    ("acm:DeleteCertificate", arn("acm", "certificate/1"), {}),
    ("acm:RequestCertificate", "*", {}),
    ("route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1",
     {"route53:ChangeResourceRecordSetsNormalizedRecordNames": ["www.example.com", "www.other.com"]}),
    ("route53:DeleteHostedZone", "arn:aws:route53:::hostedzone/Z1", {}),
    ("dynamodb:GetItem", arn("dynamodb", "table/demo-dev-DemoTable-1"), {}),
    ("dynamodb:DeleteTable", arn("dynamodb", "table/other-dev-DemoTable-1"), {}),
    ("s3:GetObject", "arn:aws:s3:::demo-dev-demobucket-1/x", {}),
    ("s3:DeleteObject", "arn:aws:s3:::demo-dev-demobucket-1/x", {}),
    ("s3:DeleteBucket", "arn:aws:s3:::demo-artifacts", {}),
    ("s3:DeleteBucket", "arn:aws:s3:::other", {}),
    ("events:DeleteRule", arn("events", "rule/other"), {}),
    ("events:DeleteRule", arn("events", "rule/demo-development-x"), {}),
    ("events:DeleteEventBus", arn("events", "event-bus/demo-development"), {}),
    ("sqs:DeleteQueue", arn("sqs", "other"), {}),
    ("sqs:ReceiveMessage", arn("sqs", "demo-dev-x"), {}),
    ("logs:DeleteLogGroup", arn("logs", "log-group:other"), {}),
])
def test_an_attack_is_denied(statements, action, resource, context):
    assert not user_allows(statements, action, resource, context)


@cases("action, resource, context", [
    ("iam:CreateRole", iam("role/demo-dev-x"), {"iam:PermissionsBoundary": BOUNDARY}),
    ("iam:PutRolePolicy", iam("role/demo-dev-x"), {"iam:PermissionsBoundary": BOUNDARY}),
    ("iam:PutRolePermissionsBoundary", iam("role/demo-dev-x"), {"iam:PermissionsBoundary": BOUNDARY}),
    ("cloudformation:CreateChangeSet", arn("cloudformation", "stack/demo-dev/1"), {}),
    ("cloudformation:UpdateStack", arn("cloudformation", "stack/demo-dev-Lambdas1-X/1"), {}),
    ("apigateway:DELETE", gateway("/restapis/own"), OWN_TAGS),
    ("apigateway:GET", gateway("/restapis/gone"), {}),
    ("apigateway:PUT", gateway("/tags/arn%3Aaws"), BY_STACK),
    ("lambda:PublishLayerVersion", arn("lambda", "layer:demo-web"), {}),
    ("lambda:GetLayerVersion", arn("lambda", "layer:demo-web:1"), {}),
    ("s3:PutObject", "arn:aws:s3:::demo-artifacts/code/1.zip", {}),
    ("s3:PutObject", "arn:aws:s3:::demo-dev-demowebsite-1/index.html", {}),
    ("cloudfront:CreateInvalidation", arn("cloudfront", "distribution/E1", ""), OWN_TAGS),
    ("route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z1",
     {"route53:ChangeResourceRecordSetsNormalizedRecordNames": ["example.com", "_x.api.example.com"]}),
    ("acm:RequestCertificate", "*", {"aws:RequestTag/made-by": "pareto", "aws:RequestTag/domain": "example.com"}),
])
def test_what_a_deploy_does_is_allowed(statements, action, resource, context):
    assert user_allows(statements, action, resource, context)


@cases("case", CASES)
def test_the_boundary_allows_what_the_roles_of_the_app_may_do(case):
    template = json.loads((GOLDEN / "template" / case / "template.json").read_bytes())
    allowed = boundary.document(template, FACTS)["Statement"]
    for statement in boundary.role_statements(template):
        for resource in evaluation.listed(statement["Resource"]):
            for action in evaluation.listed(statement["Action"]):
                written = boundary.written_arn(resource, {**FACTS, "lower": "demo-dev"}, template["Parameters"])
                service = action.split(":")[0]
                arns = [written] if written else boundary.own_arns(service, {**FACTS, "lower": "demo-dev"})
                assert all(user_allows(allowed, action, arn_, OWN_TAGS) for arn_ in arns), (action, resource)


def test_the_boundary_allows_what_permissions_add_on_a_resource_of_the_app():
    template = {"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {
        "Statement": [{"Effect": "Allow", "Action": ["dynamodb:DescribeTable"], "Resource": {"Fn::GetAtt": ["T", "Arn"]}},
                      {"Effect": "Allow", "Action": ["cognito-idp:AdminGetUser"], "Resource": {"Fn::Sub": "${P.Arn}"}}],
    }}]}}}}
    allowed = boundary.document(template, FACTS)["Statement"]
    assert user_allows(allowed, "dynamodb:DescribeTable", arn("dynamodb", "table/demo-dev-T"), {})
    assert user_allows(allowed, "cognito-idp:AdminGetUser", arn("cognito-idp", "userpool/x"), {})


@cases("action, resource", [
    ("iam:PutRolePolicy", iam("role/demo-dev-x")), ("iam:CreateUser", iam("user/x")),
    ("sts:AssumeRole", iam("role/admin")), ("lambda:UpdateFunctionCode", arn("lambda", "function:demo-dev-x")),
    ("dynamodb:GetItem", arn("dynamodb", "table/other")), ("s3:GetObject", "arn:aws:s3:::other/x"),
    ("secretsmanager:GetSecretValue", arn("secretsmanager", "secret:demo-dev-x")),
    ("cloudformation:UpdateStack", arn("cloudformation", "stack/demo-dev/1")),
])
def test_no_role_with_the_boundary_is_an_administrator(action, resource):
    allowed = boundary.document(every_golden_template(), FACTS)["Statement"]
    assert not user_allows(allowed, action, resource, {})
    assert user_allows(allowed, "dynamodb:GetItem", arn("dynamodb", "table/demo-dev-DemoTable-1"), {})


def test_a_boundary_that_iam_would_not_take_is_a_problem():
    statement = {"Effect": "Allow", "Action": ["ses:SendEmail"], "Resource": "arn:aws:ses:*:*:identity/" + "x" * 100}
    policies = [{"PolicyName": "lambda", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
        {**statement, "Resource": statement["Resource"] + str(number)} for number in range(50)]}}]
    template = {"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": policies}}}}
    with pytest.raises(Problems, match="IAM takes 6,144"):
        boundary.document(template, FACTS)


def test_the_setting_puts_the_boundary_on_every_role_except_in_the_local_cloud():
    from recipes import template

    app = golden_app("table")
    app["settings"]["boundary"] = True
    whole = template.template(app)
    roles = [resource for resource in whole["Resources"].values() if resource["Type"] == "AWS::IAM::Role"]
    assert len(roles) > 1
    for role in roles:
        condition, arn_, nothing = role["Properties"]["PermissionsBoundary"]["Fn::If"]
        assert arn_ == {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/${AWS::StackName}-boundary"}
        assert (whole["Conditions"][condition], nothing) == (
            {"Fn::Not": [{"Fn::Equals": [{"Ref": "Stage"}, "local"]}]}, {"Ref": "AWS::NoValue"})
