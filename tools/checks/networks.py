"""Calls that a network of the app's own does not let through."""
from aws.iam import database_tokens
from checks.check import Check, Finding, Findings, Subject
from kit import vpc_settings
from recipes import vpc


def unreachable_services(subject: Subject) -> Findings:
    """The first call of each service for which the lambda's network, if the app creates it, has no endpoint."""
    for _name, fn in sorted(subject.model["lambdas"].items()):
        network = fn["infra"].get("vpc", "")
        settings = subject.model["settings"].get("vpcs", {}).get(network, {})
        if not vpc_settings.is_own(settings):
            continue
        reached = {*vpc.BY_GATEWAY, *(vpc_settings.endpoint(client)[1] for client in settings["endpoints"])}
        for call in fn.get("calls", ()):
            prefix = call["action"].partition(":")[0]
            if prefix in reached or call["action"] in database_tokens.ACTIONS:
                continue
            reached.add(prefix)
            clients = [client for client in vpc_settings.CLIENTS if vpc_settings.endpoint(client)[1] == prefix]
            hint = f"add {clients[0]} to vpcs.{network}.endpoints in app.yaml" if clients else \
                "a network with subnets and a NAT gateway, or let a lambda outside of the network call"
            yield Finding(call["file"], call["line"],
                          f"this calls {prefix}, and the network {network} has no endpoint for it", hint)


SECRET = """import os
import boto3
secret = boto3.client('secretsmanager').get_secret_value(SecretId=os.environ['DEMO_KEY_SECRET'])
"""
CHECKS = [
    Check("P612", "A call of a service for which the network has no endpoint",
          "Connect timeout on endpoint URL, or the lambda's own timeout: a network that the app creates has no way to "
          "the internet.",
          "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
          f"infra:\n  vpc: main\n---\n{SECRET}", f"infra:\n  vpc: main\n---\n{SECRET}", unreachable_services,
          files={"bad/app.yaml": "name: demo\nvpcs: {main: {endpoints: [sqs]}}\n",
                 "app.yaml": "name: demo\nvpcs: {main: {endpoints: [secretsmanager]}}\n"}),
]
