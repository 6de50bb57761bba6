#!/usr/bin/env python3
"""Permits API Gateway to write logs in an account and region, which access logs of APIs need: once for all its apps.

    setup_account.py build/app.json --stage dev [--yes]
"""
import json

from aws import clients, errors, stages
from kit import cli, consent

ROLE = "pareto-api-gateway-logs"
POLICY = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"
TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "apigateway.amazonaws.com"}}]}
WAIT = "a new role needs some seconds before API Gateway accepts it"


def role_arn(iam):
    """The ARN of the role, which is created if it does not exist; the policy is attached anyway."""
    try:
        arn = iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    except iam.exceptions.EntityAlreadyExistsException:
        arn = iam.get_role(RoleName=ROLE)["Role"]["Arn"]
    iam.attach_role_policy(RoleName=ROLE, PolicyArn=f"arn:{arn.split(':')[1]}:iam::aws:policy/{POLICY}")
    return arn


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    gateway = stages.client("apigateway", app, args.stage)
    region = app["settings"]["region"]
    existing = gateway.get_account().get("cloudwatchRoleArn")
    if existing:
        return cli.say(f"API Gateway writes logs in {region} with the role {existing}: nothing to do")
    consent.ask(f"let API Gateway write the logs of all APIs of the account in {region}", region,
                args.yes or args.stage == clients.LOCAL)
    arn = role_arn(stages.client("iam", app, args.stage))
    with errors.ignored("BadRequestException"):
        gateway.update_account(patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": arn}])
        return cli.say(f"API Gateway writes logs in {region} with the role {ROLE}")
    return cli.say(f"{WAIT}: run it again")


if __name__ == "__main__":
    cli.run(main)
