"""From nothing to a page and an API call under the app's own names, on the local cloud; and back."""
import http.client
import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest

import deploy_stack
import expand_template
import list_domains
import print_outputs
import publish_site
import push_artifacts
import scan_infra
import setup_domain
from kit.problems import Problems
from tests.fixtures.written_files import write_files

HANDLER = '''"""An endpoint, and a website.

infra:
  endpoint:
    api: public
    method: GET
    path: /front
"""
import os

WEBSITE = os.environ["SHOP_WEBSITE"]


def handler(event, context):
    asked = event["requestContext"]
    return {"statusCode": 200, "body": " ".join([asked["domainName"], asked["path"], event["path"], asked["stage"]])}
'''
DOMAIN = ["build/app.json", "--name", "shop.test"]


@pytest.fixture
def ask(local_cloud, tmp_path, monkeypatch):
    """ask(host, path) -> (status, text), in the folder of an app that is deployed without a domain."""
    monkeypatch.chdir(tmp_path)
    write_files({"app.yaml": "name: shop\n", "lambdas/front/index.py": HANDLER, "site/index.html": "<h1>home</h1>",
                 "site/docs/index.html": "docs", "site/404.html": "gone", "build/local/cloud.json": json.dumps(
                     {"endpoint": local_cloud.endpoint, "pid": local_cloud.pid, "log": ""})})

    def asked(host, path):
        connection = http.client.HTTPConnection(local_cloud.endpoint.removeprefix("http://"))
        connection.request("GET", path, headers={"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    return asked


def deploy(*more):
    """As `make deploy`."""
    scan_infra.main(["lambdas", "-o", "build/app.json"])
    expand_template.main(["build/app.json", "-o", "build/template.json"])
    push_artifacts.main(["build/app.json", "build/template.json", "-o", "build/local/artifacts.json"])
    setup_domain.main(["build/app.json", "--listed"])
    deploy_stack.main(["build/app.json", "build/local/artifacts.json", "-o", "build/local/stack.json", *more])


def test_a_domain_serves_a_page_and_the_api_and_its_deletion_leaves_nothing(ask, local_cloud, capsys):
    deploy()
    setup_domain.main(DOMAIN)
    told = capsys.readouterr().err
    assert "zone shop.test (the local cloud's own)" in told
    printed = lines_that_call(told)
    deploy()
    printed += lines_that_call(capsys.readouterr().err)
    publish_site.main(["build/app.json", "site"])
    printed += lines_that_call(capsys.readouterr().err)
    assert ask("api.shop.test", "/front") == (200, "api.shop.test /front /front local")
    assert ask("API.shop.test:80", "/nothing")[0] == 403
    assert ask("shop.test", "/") == (200, "<h1>home</h1>")
    assert ask("shop.test", "/docs/") == (200, "docs")
    assert ask("shop.test", "/nothing") == (404, "gone")
    capsys.readouterr()
    list_domains.main(["build/app.json"])
    out = capsys.readouterr().out
    assert out.count(": served, A ") == 2 and ", 1 use: " in out
    printed += lines_that_call(out)
    print_outputs.main(["build/app.json"])
    told = capsys.readouterr()
    assert "ApiDomainUrl https://api.shop.test\n" in told.out and "ApiDomainUrl" not in told.err
    printed += lines_that_call(told.err)
    assert_they_work(printed, local_cloud.endpoint)
    with_a_base_path(ask, local_cloud)
    a_setting_that_is_gone(ask)

    with pytest.raises(Problems, match="the app still serves api.shop.test, shop.test\n  hint: `make deploy` removes the names"):
        setup_domain.main([*DOMAIN, "--delete"])
    acm = local_cloud.client("acm")
    mine = [each for each in acm.list_certificates()["CertificateSummaryList"] if each["DomainName"] == "shop.test"]
    with pytest.raises(acm.exceptions.ResourceInUseException):
        acm.delete_certificate(CertificateArn=mine[0]["CertificateArn"])
    capsys.readouterr()
    with pytest.raises(Problems, match="nobody is here to agree to change shop-local:\n  WARNING: .*\n  WARNING: "):
        deploy()
    assert "WARNING" not in capsys.readouterr().err  # the refusal tells them
    deploy("--yes")
    assert capsys.readouterr().err.count("WARNING: the app loses the name ApiDomain") == 1
    setup_domain.main([*DOMAIN, "--delete"])
    assert capsys.readouterr().err.endswith(
        "shop.test: nothing that this app made is left in stage local\n"
        "app.yaml:2: `domain: shop.test` stays, and no stage uses it: delete the line\n")
    route53 = local_cloud.client("route53", "us-east-1")
    zone, = route53.list_hosted_zones_by_name(DNSName="shop.test")["HostedZones"]
    left = route53.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
    assert {each["Type"] for each in left} <= {"NS", "SOA"}
    for region in ("eu-west-1", "us-east-1"):
        assert not [each for each in local_cloud.client("acm", region).list_certificates()["CertificateSummaryList"]
                    if each["DomainName"] == "shop.test"]
    local_cloud.client("cloudformation").delete_stack(StackName="shop-local")


def a_setting_that_is_gone(ask):
    """However app.yaml says the domain, it stays; and without it a person must agree before a name is taken away."""
    text = Path("app.yaml").read_text()
    for line in ("domain: 'shop.test'", "\"domain\": shop.test", "domain: >-\n  shop.test", "{name: shop, domain: shop.test}"):
        Path("app.yaml").write_bytes(b"\xef\xbb\xbf" + (line if line[0] == "{" else f"{line}\nname: shop\n").encode())
        deploy()
        assert ask("api.shop.test", "/front")[0] == 200
    Path("app.yaml").write_text("name: shop\n")
    with pytest.raises(Problems) as refused:
        deploy()
    assert re.sub(r"(Records): .*", r"\1", str(refused.value)) == (
        "nobody is here to agree to change shop-local:\n"
        "  WARNING: the app loses the DNS records ApiDomainRecords\n"
        "  WARNING: the app loses the DNS records ShopWebsiteDomainRecords\n"
        "  WARNING: the app loses the name ApiDomain: api.shop.test\n"
        "  hint: `yes=1` or `lose=ApiDomain,ApiDomainRecords,ShopWebsiteDomainRecords` agrees")
    assert ask("api.shop.test", "/front")[0] == 200 and ask("shop.test", "/")[0] == 200
    Path("app.yaml").write_text(text)


def lines_that_call(text):
    """The curl lines of what a tool printed that name a host."""
    return re.findall(r"curl -H 'Host: .*", text)


def assert_they_work(printed, endpoint):
    """Every printed line is a call that answers: the website's page, the API's route."""
    api, site = f"curl -H 'Host: api.shop.test' {endpoint}", f"curl -H 'Host: shop.test' {endpoint}/"
    answers = {line: subprocess.run(shlex.split(line), capture_output=True, text=True).stdout for line in set(printed)}
    assert answers == {f"{api}/front": "api.shop.test /front /front local", site: "<h1>home</h1>"}
    assert printed.count(f"{api}/front") == 4 and printed.count(site) == 5  # all but make site


def with_a_base_path(ask, local_cloud):
    """A second mapping of the API's name: the event tells the whole path, the route sees what follows."""
    gateway = local_cloud.client("apigateway")
    api = json.loads(Path("build/local/stack.json").read_text())["outputs"]["ApiId"]
    gateway.create_base_path_mapping(domainName="api.shop.test", basePath="v1", restApiId=api, stage="local")
    assert ask("api.shop.test", "/v1/front") == (200, "api.shop.test /v1/front /v1/front local")
    gateway.create_base_path_mapping(domainName="api.shop.test", basePath="any", restApiId=api)
    assert ask("api.shop.test", "/any/local/front") == (200, "api.shop.test /any/local/front /any/local/front local")
    for base in ("v1", "any"):
        gateway.delete_base_path_mapping(domainName="api.shop.test", basePath=base)


def test_a_name_that_another_app_has_is_refused_by_the_local_cloud_as_by_aws(local_cloud):
    gateway = local_cloud.client("apigateway")
    gateway.create_domain_name(domainName="taken.test")
    with pytest.raises(gateway.exceptions.BadRequestException, match="The domain name you provided already exists"):
        local_cloud.client("apigateway", "eu-north-1").create_domain_name(domainName="taken.test")
    pending = local_cloud.client("acm").request_certificate(DomainName="mine.test")["CertificateArn"]
    with pytest.raises(gateway.exceptions.BadRequestException, match="is not issued, or not for mine.test"):
        gateway.create_domain_name(domainName="mine.test", regionalCertificateArn=pending)
    config = {"CallerReference": "mine", "Comment": "", "Enabled": True, "Aliases": {"Quantity": 1, "Items": ["mine.test"]},
              "Origins": {"Quantity": 1, "Items": [{"Id": "a", "DomainName": "a.example.net", "CustomOriginConfig": {
                  "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}]},
              "DefaultCacheBehavior": {"TargetOriginId": "a", "ViewerProtocolPolicy": "allow-all"}}
    cloudfront = local_cloud.client("cloudfront", "us-east-1")
    with pytest.raises(cloudfront.exceptions.InvalidViewerCertificate):
        cloudfront.create_distribution(DistributionConfig=config)
    with pytest.raises(cloudfront.exceptions.NoSuchDistribution):
        cloudfront.update_distribution(DistributionConfig=config, Id="EABSENT", IfMatch="e")


def test_a_certificate_names_the_load_balancer_that_uses_it_and_is_not_deleted(local_cloud):
    acm = local_cloud.client("acm")
    arn = acm.request_certificate(DomainName="balanced.test")["CertificateArn"]
    balancer = local_cloud.client("elb").create_load_balancer(LoadBalancerName="balancer", AvailabilityZones=["eu-west-1a"], Listeners=[
        {"Protocol": "https", "LoadBalancerPort": 443, "InstanceProtocol": "http", "InstancePort": 80, "SSLCertificateId": arn}])
    for _ in range(2):  # a description adds nothing
        assert acm.describe_certificate(CertificateArn=arn)["Certificate"]["InUseBy"] == [balancer["DNSName"]]
    assert [entry["InUse"] for entry in acm.list_certificates()["CertificateSummaryList"]
            if entry["CertificateArn"] == arn] == [True]
    with pytest.raises(acm.exceptions.ResourceInUseException):
        acm.delete_certificate(CertificateArn=arn)
