"""REST APIs, their keys, plans and names, as resources of a local stack."""
import types

import pytest

from localcloud import api
from localcloud.cloudformation.resources import apigateway
from tests.fixtures.cases import cases
from tests.fixtures.stacks import REGION, ROLE, changed, resource, service


@pytest.fixture
def plane(monkeypatch):
    """The calls of the real data plane."""
    calls = []

    def note(name):
        def tell(*arguments):
            calls.append((name, *arguments))
            getattr(api, name)(*arguments)
        return tell

    spy = types.SimpleNamespace(import_body=note("import_body"), deployed=note("deployed"))
    monkeypatch.setattr(apigateway, "data_plane", lambda: spy)
    return calls


PING = {"swagger": "2.0", "info": {"title": "shop"}, "paths": {"/ping": {"get": {
    "x-amazon-apigateway-integration": {"type": "mock", "requestTemplates": {
        "application/json": '{"statusCode": 200}'}, "responses": {"default": {"statusCode": "200"}}},
    "responses": {"200": {"description": ""}}}}}}


def test_a_rest_api_is_imported_deployed_and_staged(deploy_resources, plane):
    rest_api = resource("AWS::ApiGateway::RestApi", Body=PING,
                       EndpointConfiguration={"Types": ["REGIONAL"]}, FailOnWarnings=True)
    deployment = resource("AWS::ApiGateway::Deployment", RestApiId={"Ref": "Api"})
    stage = resource(
        "AWS::ApiGateway::Stage", RestApiId={"Ref": "Api"}, DeploymentId={"Ref": "One"}, StageName="dev",
        TracingEnabled=True, Variables={"a": "1"},
        AccessLogSetting={"DestinationArn": {"Fn::GetAtt": ["Logs", "Arn"]}, "Format": "$context.requestId"},
        MethodSettings=[{"ResourcePath": "/*", "HttpMethod": "*", "LoggingLevel": "ERROR",
                         "ThrottlingRateLimit": "50", "MetricsEnabled": True}])
    logs = resource("AWS::Logs::LogGroup")
    gateway_response = resource("AWS::ApiGateway::GatewayResponse", RestApiId={"Ref": "Api"},
                                ResponseType="DEFAULT_4XX",
                                ResponseParameters={"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"})
    base = {"Api": rest_api, "Logs": logs, "Stage": stage, "Response": gateway_response}
    resources = deploy_resources({**base, "One": deployment}).resources
    api_id = resources["Api"].ref
    assert plane == [("import_body", REGION, api_id, PING), ("deployed", REGION, api_id, resources["One"].ref)]
    shown = service("apigateway").get_stage(restApiId=api_id, stageName="dev")
    assert (shown["deploymentId"], shown["variables"], shown["tracingEnabled"]) == (
        resources["One"].ref, {"a": "1"}, True)
    assert shown["accessLogSettings"]["format"] == "$context.requestId"
    assert service("apigateway").get_rest_api(restApiId=api_id)["name"] == "shop"
    answer = service("apigateway").get_gateway_response(restApiId=api_id, responseType="DEFAULT_4XX")
    assert answer["responseParameters"] == gateway_response["Properties"]["ResponseParameters"]
    del plane[:]
    body = {**PING, "paths": {"/pong": PING["paths"]["/ping"]}}
    resources = deploy_resources({**base, "Api": changed(rest_api, Body=body), "Two": deployment, "Stage": changed(
        stage, DeploymentId={"Ref": "Two"}, Variables={"b": "2"})}).resources
    assert plane == [("import_body", REGION, api_id, body), ("deployed", REGION, api_id, resources["Two"].ref)]
    shown = service("apigateway").get_stage(restApiId=api_id, stageName="dev")
    assert (shown["deploymentId"], shown["variables"]) == (resources["Two"].ref, {"b": "2"})
    deployments = service("apigateway").get_deployments(restApiId=api_id)["items"]
    assert [deployment_["id"] for deployment_ in deployments] == [resources["Two"].ref]


def test_keys_plans_and_names_of_an_api(deploy_resources, plane):
    certificate = resource("AWS::CertificateManager::Certificate", DomainName="api.example.com", ValidationMethod="DNS")
    domain = resource("AWS::ApiGateway::DomainName", DomainName="api.example.com",
                      RegionalCertificateArn={"Ref": "Certificate"}, EndpointConfiguration={"Types": ["REGIONAL"]})
    mapping = resource("AWS::ApiGateway::BasePathMapping", DomainName={"Ref": "Domain"}, RestApiId={"Ref": "Api"},
                       Stage={"Ref": "Stage"})
    plan = resource("AWS::ApiGateway::UsagePlan", ApiStages=[{"ApiId": {"Ref": "Api"}, "Stage": {"Ref": "Stage"}}],
                    Throttle={"RateLimit": "10", "BurstLimit": 20})
    base = {
        "Role": ROLE, "Api": resource("AWS::ApiGateway::RestApi", Name="shop", Body=PING),
        "One": resource("AWS::ApiGateway::Deployment", RestApiId={"Ref": "Api"}),
        "Stage": resource("AWS::ApiGateway::Stage", RestApiId={"Ref": "Api"}, DeploymentId={"Ref": "One"},
                          StageName="dev"),
        "Key": resource("AWS::ApiGateway::ApiKey", Enabled=True), "Plan": plan,
        "PlanKey": resource("AWS::ApiGateway::UsagePlanKey", KeyId={"Ref": "Key"}, KeyType="API_KEY",
                            UsagePlanId={"Ref": "Plan"}),
        "Certificate": certificate, "Domain": domain, "Mapping": mapping,
        "Account": resource("AWS::ApiGateway::Account", CloudWatchRoleArn={"Fn::GetAtt": ["Role", "Arn"]}),
    }
    resources = deploy_resources(base).resources
    gateway = service("apigateway")
    usage_plan = gateway.get_usage_plan(usagePlanId=resources["Plan"].ref)
    assert usage_plan["apiStages"] == [{"apiId": resources["Api"].ref, "stage": "dev"}]
    assert (usage_plan["throttle"]["rateLimit"], usage_plan["throttle"]["burstLimit"]) == (10.0, 20)
    keys = gateway.get_usage_plan_keys(usagePlanId=resources["Plan"].ref)["items"]
    assert [key["id"] for key in keys] == [resources["Key"].ref]
    mappings = gateway.get_base_path_mappings(domainName="api.example.com")["items"]
    assert [(mapping_["restApiId"], mapping_["stage"]) for mapping_ in mappings] == [(resources["Api"].ref, "dev")]
    assert gateway.get_account()["cloudwatchRoleArn"] == resources["Role"].attributes["Arn"]
    assert resources["Domain"].attributes["RegionalDomainName"]
    again = deploy_resources({**base, "Plan": changed(plan, Throttle={"RateLimit": 5, "BurstLimit": 7}),
                   "Key": changed(base["Key"], Enabled=False),
                   "Domain": changed(domain, SecurityPolicy="TLS_1_2")}).resources
    assert gateway.get_domain_name(domainName="api.example.com")["securityPolicy"] == "TLS_1_2"
    assert gateway.get_base_path_mappings(domainName="api.example.com")["items"] == mappings
    assert again["Mapping"].ref == resources["Mapping"].ref
    assert gateway.get_usage_plan(usagePlanId=resources["Plan"].ref)["throttle"]["burstLimit"] == 7
    assert gateway.get_api_key(apiKey=resources["Key"].ref)["enabled"] is False


def test_a_rolled_back_api_responds_as_before(deploy_resources, plane):
    rest_api = resource("AWS::ApiGateway::RestApi", Body=PING)
    resources = deploy_resources({"Api": rest_api}).resources
    broken = resource("AWS::SNS::Subscription", TopicArn={"Fn::Sub": "arn:aws:sns:${AWS::Region}:1:${Api}"},
                      Protocol="sqs", Endpoint="x")
    deploy_resources({"Api": changed(rest_api, Body={**PING, "info": {"title": "other"}}), "Broken": broken},
          status="UPDATE_ROLLBACK_COMPLETE")
    assert plane[-1] == ("import_body", REGION, resources["Api"].ref, PING)


@cases("type_, properties, collection", [
    ("AWS::ApiGateway::RestApi", {"Name": "shop"}, "get_rest_apis"), ("AWS::ApiGateway::ApiKey", {"Name": "shop"}, "get_api_keys"),
    ("AWS::ApiGateway::UsagePlan", {"UsagePlanName": "shop"}, "get_usage_plans")])
def test_tags_change_in_place(deploy_resources, type_, properties, collection):
    id_ = type_.rpartition("::")[2]

    def tagged(**tags):
        return {id_: resource(type_, **properties, Tags=[{"Key": key, "Value": value} for key, value in tags.items()])}
    first = deploy_resources(tagged(expires="7 days", app="shop")).resources[id_].ref
    second = deploy_resources(tagged(expires="1 day", branch="x")).resources[id_].ref
    [item] = [item for item in getattr(service("apigateway"), collection)()["items"] if item["id"] == first]
    assert (second, item["tags"]) == (first, {"expires": "1 day", "branch": "x"})
