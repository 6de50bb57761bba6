"""The current state of a domain in the cloud: only reads."""
from botocore.exceptions import ClientError

from aws import clients, errors, stacks
from aws.app import AppModel
from domain import certificates, zones
from kit import names
from kit.problems import problem


def desired_state(app: AppModel, stage: str, domain: str, domain_settings: dict, names_served: dict) -> dict:
    """The dict of all that a stage needs of a domain; current_state() and the plan take it.

    domain_settings  the domain's file, see domain/domain_file.py
    names_served     {"api": "api.example.com", "sites": {"demo": "example.com"}}
    """
    region_of_use = certificates.regions(app, names_served)
    hosts_by_use = {"api": [names_served["api"]], "edge": list(names_served["sites"].values())}
    hosts_by_region = {}
    for use, region in region_of_use.items():
        hosts_by_region.setdefault(region, []).extend(hosts_by_use[use])
    return {"app": app["name"], "stage": stage, "domain": domain, "settings": domain_settings, "hosts": names_served,
            "region": app["settings"]["region"], "regions": region_of_use, "certified": hosts_by_region,
            "stack": names.stack(app["name"], stage), "clients": {}}


def client(desired: dict, service: str, region: str | None = None):
    """A client of a service, cached; Route 53 and CloudFront have no region, and are called in us-east-1."""
    key = service, region or certificates.EDGE_REGION
    if key not in desired["clients"]:
        desired["clients"][key] = clients.client(service, desired["stage"], key[1])
    return desired["clients"][key]


def current_state(desired: dict, requested=()) -> dict:
    """The dict of what the cloud has of the domain now.

    requested  [(region, ARN)] of certificates requested in this very run
    ->         {"zone", "certificates": {region: [...]}, "records": {name: [...]}, "api", "distributions", "ours"}
    """
    zone = public_zone(desired)
    requested_by_region = {region: [arn for of_region, arn in requested if of_region == region]
                           for region in desired["certified"]}
    certificates_by_region = {
        region: certificates.of_domain(client(desired, "acm", region), desired["domain"], arns)
        for region, arns in requested_by_region.items()}
    hosts = [*filter(None, [desired["hosts"]["api"]]), *desired["hosts"]["sites"].values()]
    proofs = [record["Name"] for in_region in certificates_by_region.values()
              for certificate in in_region for record in certificate["records"]]
    route53 = client(desired, "route53")
    records = {zones.plain(name): zones.records(route53, zone["id"], name)
               for name in dict.fromkeys([*hosts, *proofs])} if zone else {}
    gateway_host = api_domain(desired)
    account_distributions = distributions(desired) if desired["hosts"]["sites"] else []
    return {"zone": zone, "certificates": certificates_by_region, "records": records, "api": gateway_host,
            "distributions": account_distributions, "ours": served_hosts(desired, gateway_host, account_distributions)}


def public_zone(desired: dict) -> dict | None:
    """The public zone of the domain; None if there is none, and the cloud is the local one. Raises Problems."""
    domain_settings, path = desired["settings"], f"domains/{desired['domain']}.yaml"
    line = domain_settings["lines"].get("zone", 0)
    try:
        candidates = zones.of_domain(client(desired, "route53"), desired["domain"], domain_settings["zone"])
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("NoSuchHostedZone", "InvalidInput"):
            raise
        raise problem(path, line, f"Route 53 has no zone {domain_settings['zone']} in this account",
                      "without the line the zone is looked up by its name")
    zone = zones.chosen_zone(candidates, desired["domain"], path, line)
    if zone is None and desired["stage"] != clients.LOCAL:
        raise zones.absent(candidates, desired["domain"])
    return zone


def api_domain(desired: dict) -> str | None:
    """The host name of API Gateway for the API's name: "d-1a2b.execute-api..."; None if there is none."""
    if not desired["hosts"]["api"]:
        return None
    gateway = client(desired, "apigateway", desired["region"])
    with errors.ignored("NotFoundException"):
        return gateway.get_domain_name(domainName=desired["hosts"]["api"]).get("regionalDomainName", "")
    return None


def distributions(desired: dict) -> list[dict]:
    """[{"id", "domain", "aliases"}] of all CloudFront distributions of the account."""
    pages = client(desired, "cloudfront").get_paginator("list_distributions").paginate()
    return [{"id": distribution["Id"], "domain": zones.plain(distribution["DomainName"]),
             "aliases": distribution.get("Aliases", {}).get("Items") or []}
            for page in pages for distribution in page["DistributionList"].get("Items") or []]


def served_hosts(desired: dict, gateway_host: str | None, account_distributions: list[dict]) -> dict:
    """{host: target of its DNS record} of the hosts that the app's own stack serves."""
    served, cfn = {}, client(desired, "cloudformation", desired["region"])
    if gateway_host is not None and stacks.physical_id(cfn, desired["stack"], "ApiDomain") == desired["hosts"]["api"]:
        served[desired["hosts"]["api"]] = zones.plain(gateway_host)
    for name, host in desired["hosts"]["sites"].items():
        own_id = stacks.physical_id(cfn, desired["stack"], names.logical_id(name, "website", "distribution"))
        served |= {host: distribution["domain"] for distribution in account_distributions
                   if distribution["id"] == own_id and host in distribution["aliases"]}
    return served
