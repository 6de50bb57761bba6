"""The app's host names under its own domain: the API and the websites there, and their DNS records.

The host names of a stage are known only at deploy (domain/domain_file.py), so they are parameters. A stage without
host names is deployed as if there were no domain.
"""
from aws import cfn
from aws.app import AppModel
from kit import api_settings, names
from recipes import bucket, http_api, routes

API_ID, MAPPING_ID = "ApiDomain", "ApiDomainMapping"
# The one hosted zone of all distributions:
# docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-route53-aliastarget.html
CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"
NO_CERTIFICATE = "arn:aws:acm:us-east-1:000000000000:certificate/none"
OLDEST_TLS_OF_SITES, OLDEST_TLS_OF_APIS = "TLSv1.2_2021", "TLS_1_2"


def of(app: AppModel) -> str | None:
    """"example.com", or None for an app without a domain."""
    return app.get("settings", {}).get("domain")


def websites(app: AppModel) -> list[str]:
    """The names of the app's websites, sorted."""
    return sorted(app["state"].get("website", {}))


def parameter(domain, *parts: str) -> str:
    """("example.com", "api") -> "DomainExampleComApi".

    The domain is in the name, so that values of a former domain, still in build/, match no parameter.
    """
    return names.logical_id("domain", domain, *parts)


def values(app: AppModel, zone: str, api: str, sites: dict[str, str], certificates: dict[str, str]) -> dict[str, str]:
    """{parameter: value} of a stage's host names.

    zone          id of the Route 53 zone
    api           "api.example.com", or "" without one
    sites         {"demo": "example.com"}
    certificates  {"api": ARN, "edge": ARN}
    """
    domain = of(app)
    result = {parameter(domain, "zone"): zone}
    if api:
        result |= {parameter(domain, "api"): api, parameter(domain, "api-certificate"): certificates["api"]}
    for name, host in sites.items():
        result |= {parameter(domain, name, "website"): host,
                   parameter(domain, "edge-certificate"): certificates["edge"]}
    return result


def parameters(app: AppModel) -> dict:
    """The template's Parameters for values(), empty by default; that of a certificate must be an ARN: a made-up one."""
    defaults: dict[tuple[str, ...], str] = {("zone",): ""} if of(app) and (routes.has_api(app) or websites(app)) else {}
    if of(app) and routes.has_api(app):
        defaults |= {("api",): "", ("api-certificate",): NO_CERTIFICATE}
    if of(app) and websites(app):
        defaults |= {("edge-certificate",): NO_CERTIFICATE}
        defaults |= {(name, "website"): "" for name in websites(app)}
    return {parameter(of(app), *parts): {"Type": "String", "Default": default} for parts, default in defaults.items()}


def conditions(app: AppModel) -> dict:
    """{"HasApiDomain": ..., "HasDemoWebsiteDomain": ...}: whether the stage has the host name."""
    if not of(app):
        return {}
    parameter_of_condition = {condition(API_ID): parameter(of(app), "api")} if routes.has_api(app) else {}
    parameter_of_condition |= {condition(site_id(name)): parameter(of(app), name, "website") for name in websites(app)}
    return {id_: {"Fn::Not": [{"Fn::Equals": [cfn.ref(parameter_id), ""]}]}
            for id_, parameter_id in parameter_of_condition.items()}


def condition(id_: str) -> str:
    """The name of a condition: "ApiDomain" -> "HasApiDomain"."""
    return f"Has{id_}"


def site_id(name: str) -> str:
    """"demo" -> "DemoWebsiteDomain": the start of the logical ids of a website's domain."""
    return f"{bucket.bucket_id(name, 'website')}Domain"


def resources(app: AppModel) -> dict[str, dict]:
    """{"ApiDomain", "ApiDomainMapping", "ApiDomainRecords", "DemoWebsiteDomainRecords"}"""
    if not of(app):
        return {}
    result = api_resources(app) if routes.has_api(app) else {}
    for name in websites(app):
        target = cfn.attribute(f"{bucket.bucket_id(name, 'website')}Distribution", "DomainName")
        host = cfn.ref(parameter(of(app), name, "website"))
        result[f"{site_id(name)}Records"] = records(app, site_id(name), host, target, CLOUDFRONT_ZONE)
    return result


def api_resources(app: AppModel) -> dict[str, dict]:
    """{logical id: resource}: the API's host name, which serves the stage at `/`, and its DNS records."""
    attributes = {"Condition": condition(API_ID)}
    # A domain name serves APIs of both types; the mapping is of its type:
    # docs.aws.amazon.com/apigateway/latest/developerguide/http-api-custom-domain-names.html
    mapping = cfn.resource("AWS::ApiGatewayV2::ApiMapping", {
        "DomainName": cfn.ref(API_ID), "ApiId": cfn.ref(routes.api_id(app)), "Stage": cfn.ref(http_api.STAGE_ID)},
        **attributes) if api_settings.is_http(app["settings"]) else cfn.resource("AWS::ApiGateway::BasePathMapping", {
            "DomainName": cfn.ref(API_ID), "RestApiId": cfn.ref("Api"), "Stage": cfn.ref("ApiStage")}, **attributes)
    mapping_id = f"Http{MAPPING_ID}" if api_settings.is_http(app["settings"]) else MAPPING_ID
    return {
        API_ID: cfn.resource("AWS::ApiGateway::DomainName", {
            "DomainName": cfn.ref(parameter(of(app), "api")),
            "EndpointConfiguration": {"Types": ["REGIONAL"], "IpAddressType": "dualstack"},
            "RegionalCertificateArn": cfn.ref(parameter(of(app), "api-certificate")),
            "SecurityPolicy": OLDEST_TLS_OF_APIS}, **attributes),
        mapping_id: mapping,
        f"{API_ID}Records": records(app, API_ID, cfn.ref(API_ID), cfn.attribute(API_ID, "RegionalDomainName"),
                                    cfn.attribute(API_ID, "RegionalHostedZoneId")),
    }


def records(app: AppModel, id_: str, host: dict, target: dict, zone: str | dict) -> dict:
    """The AWS::Route53::RecordSetGroup with aliases for IPv4 and IPv6. It fails if the name has other records."""
    alias = {"Name": host, "AliasTarget": {"DNSName": target, "HostedZoneId": zone}}
    return cfn.resource("AWS::Route53::RecordSetGroup", {
        "HostedZoneId": cfn.ref(parameter(of(app), "zone")),
        "RecordSets": [{**alias, "Type": type_} for type_ in ("A", "AAAA")]}, Condition=condition(id_))


def distribution(app: AppModel, name: str) -> dict:
    """A website's DistributionConfig for its host name: {"Aliases", "ViewerCertificate"}, or {}."""
    if not of(app):
        return {}

    def if_in_stage(value):
        return {"Fn::If": [condition(site_id(name)), value, cfn.ref("AWS::NoValue")]}
    return {
        "Aliases": if_in_stage([cfn.ref(parameter(of(app), name, "website"))]),
        "ViewerCertificate": if_in_stage({
            "AcmCertificateArn": cfn.ref(parameter(of(app), "edge-certificate")),
            "MinimumProtocolVersion": OLDEST_TLS_OF_SITES, "SslSupportMethod": "sni-only"}),
    }


def outputs(app: AppModel) -> dict[str, dict]:
    """{"ApiDomainUrl": "https://api.example.com", "DemoWebsiteDomainUrl": ...}, if the stage has the host name."""
    if not of(app):
        return {}
    parts_of_host: dict[str, tuple[str, ...]] = {API_ID: ("api",)} if routes.has_api(app) else {}
    parts_of_host |= {site_id(name): (name, "website") for name in websites(app)}
    return {f"{id_}Url": {"Condition": condition(id_),
                          "Value": cfn.sub(f"https://${{{parameter(of(app), *parts)}}}")}
            for id_, parts in parts_of_host.items()}
