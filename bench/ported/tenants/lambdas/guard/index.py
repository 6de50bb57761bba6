"""Which tenant calls: with keys for the rows of this tenant alone, and its API key.

infra:
  authorizer: {ttl: 60}
  permissions:
  - {action: "sts:AssumeRole", resource: "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${AWS::StackName}-AccessRole-*"}
"""
import json
import os

import boto3

sts = boto3.client("sts")
tenants = boto3.resource("dynamodb").Table(os.environ["TENANTS_DIRECTORY_TABLE"])


def handler(event, context):
    kind, _space, token = event["authorizationToken"].partition(" ")
    tenant = tenants.get_item(Key={"pk": token, "sk": "tenant"}).get("Item")
    if kind != "Bearer" or tenant is None:
        raise Exception("Unauthorized")
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], "Resource": "*",
        "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [f"{tenant['id']}-*"]}}}]}
    keys = sts.assume_role(RoleArn=os.environ["ACCESS_ROLE_ARN"], RoleSessionName="tenant", Policy=json.dumps(policy))["Credentials"]
    api = "/".join(event["methodArn"].split("/")[:2])
    return {"principalId": tenant["id"], "usageIdentifierKey": tenant["apiKey"],
            "context": {"tenant": tenant["id"], "key": keys["AccessKeyId"], "secret": keys["SecretAccessKey"], "token": keys["SessionToken"]},
            "policyDocument": {"Version": "2012-10-17", "Statement": [
                {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": f"{api}/*"}]}}
