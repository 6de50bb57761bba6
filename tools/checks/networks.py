"""Calls that a network of the app's own does not let through."""
import re

from aws.iam import database_tokens
from checks.check import Check, Finding, Findings, Subject, finding
from kit import vpc_settings
from recipes import own_resources, vpc

WAYS = ("AWS::EC2::", "AWS::Route53")  # types of resources.yaml that may lead out of a network, or name a host in it
PROXY = re.compile("(?i:https?|all)_(?i:proxy)")
# A name of the internet; those of AWS may be those of endpoints.
PUBLIC = re.compile(r"(?:[\w-]+\.)+(?!(?:internal|local|localdomain|lan|home|corp|private)$)[a-z]{2,}"
                    r"(?<!\.amazonaws\.com)")


def unreachable_services(subject: Subject) -> Findings:
    """The first call of each service for which the lambda's network, if the app creates it, has no endpoint."""
    for _name, fn in subject.lambdas:
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


def unreachable_hosts(subject: Subject) -> Findings:
    """Requests to the internet, and to the app's own API or website, from a network that the app creates."""
    types = [resource["Type"] for resource in own_resources.added(subject.model).values()]
    if any(type_.startswith(WAYS) and not type_.startswith("AWS::EC2::SecurityGroup") for type_ in types):
        return
    for name, note in subject.notes("request"):
        fn = subject.model["lambdas"][name]
        network = fn["infra"].get("vpc", "")
        settings = subject.model["settings"].get("vpcs", {}).get(network, {})
        if not vpc_settings.is_own(settings) or any(PROXY.fullmatch(variable["name"]) for variable in fn["env"]):
            continue
        kind = subject.kinds[name].get(note.get("variable", ""), ("",))[0]
        host = note.get("host", "")
        if kind in ("api_url", "website_url") or PUBLIC.fullmatch(host):
            yield finding(note, f"this sends a request to {host or note['variable']}, and the network {network} has no "
                          "way to the internet", "let a lambda outside of the network send it, or name a network "
                          "with subnets and a NAT gateway")


SECRET = """import os
import boto3
secret = boto3.client('secretsmanager').get_secret_value(SecretId=os.environ['DEMO_KEY_SECRET'])
"""
CHECKS = [
    Check("P612", "A call or a request that the app's own network does not let through",
          "Connect timeout on endpoint URL, or the lambda's own timeout: a network that the app creates has no way to "
          "the internet.",
          "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
          f"infra:\n  vpc: main\n---\n{SECRET}", f"infra:\n  vpc: main\n---\n{SECRET}",
          lambda subject: [*unreachable_services(subject), *unreachable_hosts(subject)],
          files={"bad/app.yaml": "name: demo\nvpcs: {main: {endpoints: [sqs]}}\n",
                 "app.yaml": "name: demo\nvpcs: {main: {endpoints: [secretsmanager]}}\n"}),
]
