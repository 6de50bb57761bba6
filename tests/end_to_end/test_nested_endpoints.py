"""Routes, authorizers and signed calls in an app of several stacks, on the local cloud."""
import json
import urllib.error
import urllib.request

from tests.fixtures.lambda_texts import lambda_text

GUARD = '''"""Decides.

infra:
  authorizer: {}
"""


def handler(event, context):
    return {"principalId": event["authorizationToken"], "policyDocument": {"Version": "2012-10-17", "Statement": [
        {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": "*"}]}}
'''
SHOP = '''"""Orders.

infra:
  endpoint: {api: custom, authorizer: guard, routes: [GET /orders, "GET /orders/{id}"]}
  permissions:
  - action: execute-api:Invoke
    resource: arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*
"""
import json


def handler(event, context):
    return {"statusCode": 200, "body": json.dumps([event["resource"], event["requestContext"]["authorizer"]["principalId"]])}
'''
HOOK = lambda_text("url: {api: public}", 'return event["rawPath"]')


def test_an_app_of_several_stacks_has_them_too(deploy_app, local_cloud):
    outputs = deploy_app("name: shop\nstacks: 3\n", {"guard": GUARD, "orders": SHOP, "hook": HOOK})
    url = f"{local_cloud.endpoint}/_aws/execute-api/{outputs['ApiId']}/local/orders"
    for path, resource in (("", "/orders"), ("/7", "/orders/{id}")):
        with urllib.request.urlopen(urllib.request.Request(url + path, headers={"Authorization": "ann"})) as response:
            assert json.load(response) == [resource, "ann"]
