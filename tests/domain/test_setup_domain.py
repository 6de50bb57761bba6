"""A domain: which names a stage has, and how they come to be, whatever is there already and wherever it is stopped."""
import json
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from moto.acm.models import CertBundle

import list_domains
import setup_domain
from domain import certificates, zones
from kit.problems import Problems
from tests.fixtures.domains import (
    APP,
    ARGS,
    PROOF,
    PROOF_VALUE,
    REGION,
    certified,
    new_zone,
    parameters,
    records,
    refused,
)
from tests.fixtures.written_files import write_files

pytest_plugins = ["tests.fixtures.domains"]


def test_from_nothing_to_issued_certificates_and_a_second_time_changes_nothing(aws_calls, capsys):
    zone = new_zone()
    aws_calls.changing.clear()
    setup_domain.main(ARGS)
    assert aws_calls.changing == ["RequestCertificate", "RequestCertificate", "AddTagsToCertificate",
                              "ChangeResourceRecordSets", "AddTagsToCertificate"]
    edge, api = certified("us-east-1"), certified(REGION)
    assert [*edge.values(), *api.values()] == ["ISSUED", "ISSUED"]
    assert records(zone) == {(PROOF, "CNAME"): [PROOF_VALUE]}
    assert parameters() == {
        "DomainExampleComZone": zone, "DomainExampleComApi": "api.example.com",
        "DomainExampleComApiCertificate": [*api][0], "DomainExampleComEdgeCertificate": [*edge][0],
        "DomainExampleComDemoWebsite": "example.com", "DomainExampleComDemoDocsWebsite": "demo-docs.example.com"}
    assert Path("app.yaml").read_text() == "name: demo\ndomain: example.com\n"
    files = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    assert 'prod: ""' in Path("domains/example.com.yaml").read_text()
    aws_calls.changing.clear()
    setup_domain.main(ARGS)
    setup_domain.main([*ARGS, "--listed"])
    assert aws_calls.changing == [] and files == {path: path.read_bytes() for path in files}
    capsys.readouterr()
    list_domains.main(ARGS[:3])
    shown = capsys.readouterr().out
    assert f"  zone         {zone} example.com, name servers ns-" in shown
    assert "  certificate  us-east-1 issued until 20" in shown and "ours, unused: example.com, *.example.com arn" in shown
    assert "  name         api.example.com -> API of demo-prod: not served, no record" in shown


def test_a_dry_run_prints_the_calls_and_makes_none(aws_calls, capsys):
    new_zone()
    aws_calls.changing.clear()
    before = sorted(Path().rglob("*"))
    setup_domain.main([*ARGS, "--dry-run"])
    told = capsys.readouterr().out
    assert aws_calls.changing == [] and sorted(Path().rglob("*")) == before
    assert "certificate for example.com, *.example.com in eu-west-1\n    acm request_certificate (eu-west-1) {" in told
    assert told.endswith("then the DNS records for ACM, which only the certificate names\n")


def test_a_stage_that_is_not_listed_is_deployed_without_a_domain(aws_calls):
    setup_domain.main([*ARGS, "--listed"])
    assert parameters() == {} and not Path("domains").exists() and aws_calls.changing == []


@pytest.mark.parametrize("lost", ["the call", "its answer"])
@pytest.mark.parametrize("deed", ["make", "delete"])
def test_stopped_at_any_call_and_repeated_it_comes_to_the_same_end(aws_calls, monkeypatch, deed, lost):
    """Only calls that change something count: a stop at any other leaves what the last of these left."""
    zone = new_zone()
    aws_calls.before = lost == "the call"
    for stopped in range(100):
        if deed == "delete":
            setup_domain.main(ARGS)
        aws_calls.changing.clear()
        aws_calls.stop_at = stopped
        args = [*ARGS, "--delete"] if deed == "delete" else ARGS
        try:
            setup_domain.main(args)
            done = True
        except KeyboardInterrupt:
            done = False
        aws_calls.stop_at = None
        if not done:
            setup_domain.main(args)
        if deed == "make":
            assert [len(certified("us-east-1")), len(certified(REGION))] == [1, 1]
            assert {*certified("us-east-1").values(), *certified(REGION).values()} == {"ISSUED"}
            assert records(zone) == {(PROOF, "CNAME"): [PROOF_VALUE]} and len(parameters()) == 6
            setup_domain.main([*ARGS, "--delete"])
        assert certified("us-east-1") | certified(REGION) == {} and records(zone) == {}
        if done:
            break
    assert stopped == {"make": 5, "delete": 3}[deed]


@pytest.mark.parametrize("zones_, chosen, complaint", [
    ([], "", "Route 53 has no hosted zone for example.com\n  hint: `aws route53 create-hosted-zone --name example.com"),
    (["private"], "", "Route 53 has no hosted zone for example.com, a private one apart\n"),
    (["public", "public"], "", "domains/example.com.yaml: Route 53 has 2 public zones called example.com: "),
    (["public", "public"], "first", None),
    (["public", "private"], "", None),
    (["parent"], "", None),
    (["public"], "ZNOWHERE", "domains/example.com.yaml:1: Route 53 has no zone ZNOWHERE in this account"),
    (["other"], "first", "domains/example.com.yaml:1: the zone "),
])
def test_the_zone_is_the_one_public_zone_of_the_domain_or_above(aws_calls, zones_, chosen, complaint):
    name = "shop.example.com" if zones_ == ["parent"] else "example.com"
    made = []
    for at, kind in enumerate(zones_):
        more = {"HostedZoneConfig": {"PrivateZone": True, "Comment": ""},
                "VPC": {"VPCRegion": REGION, "VPCId": "vpc-1"}} if kind == "private" else {
                    "HostedZoneConfig": {"PrivateZone": False, "Comment": str(at)}}
        made.append(new_zone("example.org" if kind == "other" else "example.com", **more))
    if chosen:
        write_files({"domains/example.com.yaml": f"zone: {made[0] if chosen == 'first' else chosen}\n"})
    if complaint:
        aws_calls.changing.clear()
        assert complaint in refused()
        assert aws_calls.changing == []
        return
    setup_domain.main(["app.json", "--stage", "prod", "--name", name])
    found = json.loads(Path(f"build/prod/domains/{name}.json").read_text())["parameters"]
    assert made[0] in found.values()


def test_an_app_has_one_domain(aws_calls):
    Path("app.yaml").write_text("name: demo\ndomain: example.org\n")
    assert refused() == ("app.yaml:2: the app's domain is example.org, not example.com\n"
                         "  hint: change the line: an app has one")
    with pytest.raises(Problems, match="'no domain' is not a domain"):
        setup_domain.main([*ARGS[:3], "--name", "no domain"])
    Path("app.yaml").write_text("name: demo\n")
    with pytest.raises(Problems, match="which domain. write name=example.com"):
        setup_domain.main(ARGS[:3])
    Path("app.json").write_text(json.dumps({**APP, "lambdas": {}, "state": {}}))
    assert "demo has neither an endpoint nor a website" in refused()


def test_a_wait_without_end_names_the_servers_that_the_registrar_must_know(aws_calls, monkeypatch):
    new_zone()
    monkeypatch.setattr(CertBundle, "check", lambda self: None)
    monkeypatch.setattr(setup_domain, "PATIENCE", -1)
    said = refused()
    assert "ACM has not seen its record of example.com" in said and "does the registrar name these name servers: ns-" in said
    monkeypatch.setattr(CertBundle, "check", lambda self: setattr(self, "status", "ISSUED"))
    aws_calls.changing.clear()
    setup_domain.main(ARGS)  # what was asked for before is waited for
    assert aws_calls.changing == [] and len(certified(REGION)) == 1


def test_what_aws_refuses_is_reported_with_what_to_do(aws_calls, monkeypatch):
    def throttled(*_):
        raise ClientError({"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}, "ListCertificates")
    new_zone()
    monkeypatch.setattr(certificates, "of_domain", throttled)
    assert refused() == ("the cloud rejects ListCertificates: ThrottlingException: Rate exceeded\n"
                         "  hint: too many calls at once for AWS: wait a minute, then repeat the command: finished steps are not repeated")


def test_an_alias_is_compared_without_what_route_53_puts_before_it():
    assert zones.plain("dualstack.D-1A.execute-api.eu-west-1.amazonaws.com.") == "d-1a.execute-api.eu-west-1.amazonaws.com"
