"""What the cloud has of a domain now: one look, which changes nothing."""
from botocore.exceptions import ClientError

from aws import clients, stacks
from domain import certificates, zones
from kit import names
from kit.problems import problem


def asked(app, stage, domain, said, wanted):
    """Everything that a look and a plan go by.

    said    the domain's file, see domain/domain_file.py
    wanted  {"api": "api.example.com", "sites": {"demo": "example.com"}}
    """
    needed = certificates.regions(app, wanted)
    hosts = {"api": [wanted["api"]], "edge": list(wanted["sites"].values())}
    by_region = {}
    for use, region in needed.items():
        by_region.setdefault(region, []).extend(hosts[use])
    return {"app": app["name"], "stage": stage, "domain": domain, "said": said, "hosts": wanted,
            "region": app["settings"]["region"], "regions": needed, "certified": by_region,
            "stack": names.stack(app["name"], stage), "clients": {}}


def client(asked, service, region=None):
    """A client of a service, kept; Route 53 and CloudFront are in no region, and called in us-east-1."""
    key = service, region or certificates.EDGE_REGION
    if key not in asked["clients"]:
        asked["clients"][key] = clients.client(service, asked["stage"], key[1])
    return asked["clients"][key]


def look(asked, known=()):
    """What is there.

    known  [(region, ARN)] of certificates asked for in this very run
    ->     {"zone", "certificates": {region: [...]}, "records": {name: [...]}, "api", "distributions", "ours"}
    """
    zone = found_zone(asked)
    certified = {region: certificates.of_domain(client(asked, "acm", region), asked["domain"],
                                                [arn for where, arn in known if where == region])
                 for region in asked["certified"]}
    hosts = [*filter(None, [asked["hosts"]["api"]]), *asked["hosts"]["sites"].values()]
    proofs = [record["Name"] for region in certified.values() for each in region for record in each["records"]]
    route53 = client(asked, "route53")
    records = {zones.plain(name): zones.records(route53, zone["id"], name)
               for name in dict.fromkeys([*hosts, *proofs])} if zone else {}
    api, distributions = api_domain(asked), edge(asked) if asked["hosts"]["sites"] else []
    return {"zone": zone, "certificates": certified, "records": records, "api": api,
            "distributions": distributions, "ours": ours(asked, api, distributions)}


def found_zone(asked):
    """The public zone of the domain; None if there is none, and the cloud is the local one. Raises Problems."""
    said, path = asked["said"], f"domains/{asked['domain']}.yaml"
    line = said["lines"].get("zone", 0)
    try:
        found = zones.of_domain(client(asked, "route53"), asked["domain"], said["zone"])
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("NoSuchHostedZone", "InvalidInput"):
            raise
        raise problem(path, line, f"Route 53 has no zone {said['zone']} in this account",
                      "take the line out to have it found")
    zone = zones.the_one(found, asked["domain"], path, line)
    if zone is None and asked["stage"] != clients.LOCAL:
        raise zones.absent(found, asked["domain"])
    return zone


def api_domain(asked):
    """Where API Gateway answers for the API's name: "d-1a2b.execute-api..."; None if it does not."""
    if not asked["hosts"]["api"]:
        return None
    gateway = client(asked, "apigateway", asked["region"])
    try:
        return gateway.get_domain_name(domainName=asked["hosts"]["api"]).get("regionalDomainName", "")
    except ClientError as error:
        if error.response["Error"]["Code"] != "NotFoundException":
            raise
        return None


def edge(asked):
    """The account's distributions: [{"id", "domain", "aliases"}]."""
    pages = client(asked, "cloudfront").get_paginator("list_distributions").paginate()
    return [{"id": each["Id"], "domain": zones.plain(each["DomainName"]),
             "aliases": each.get("Aliases", {}).get("Items") or []}
            for page in pages for each in page["DistributionList"].get("Items") or []]


def ours(asked, api, distributions):
    """{host: where it leads} of what the app's own stack serves at its names."""
    found, stack = {}, client(asked, "cloudformation", asked["region"])
    if api is not None and stacks.physical_id(stack, asked["stack"], "ApiDomain") == asked["hosts"]["api"]:
        found[asked["hosts"]["api"]] = zones.plain(api)
    for name, host in asked["hosts"]["sites"].items():
        mine = stacks.physical_id(stack, asked["stack"], names.logical_id(name, "website", "distribution"))
        found |= {host: each["domain"] for each in distributions
                  if each["id"] == mine and host in each["aliases"]}
    return found
