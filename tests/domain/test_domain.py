"""A domain: which names a stage has, and how they come to be, whatever is there already and wherever it is stopped."""
import functools
import json
from pathlib import Path

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.acm import models as acm_models
from moto.acm.models import CertBundle

import list_domains
import setup_domain
from aws import clients
from domain import certificates, domain_file, domain_plan, zones
from kit.problems import Problems
from localcloud.moto import certificates as local_certificates

REGION = "eu-west-1"
APP = {"name": "demo", "package": "lambdas",
       "settings": {"region": REGION, "runtime": "python3.13", "architecture": "arm64", "artifacts": "a", "domain": None},
       "lambdas": {"hello": {"name": "hello", "path": "lambdas/hello/index.py", "infra": {"endpoint": {}}, "env": []}},
       "state": {"website": {"demo": {}, "demo-docs": {}}}}
ARGS = ["app.json", "--stage", "prod", "--name", "example.com"]
CHANGING = ("request_", "add_", "remove_", "delete_", "create_", "change_", "put_", "update_")
PROOF = "_d930b28be6c5927595552b219965053e.example.com."
PROOF_VALUE = "_c9edd76ee4a0e2a74388032f3861cc50.ykybfrwcxw.acm-validations.aws."


class Calls:
    """Counts the calls of AWS, and stops one of them: before it is made, or before its answer comes."""

    def __init__(self, monkeypatch):
        self.changing, self.stop_at, self.before = [], None, True
        original = BaseClient._make_api_call

        def call(client, operation, arguments):
            name = client.meta.service_model.operation_model(operation).name
            changes = any(name.lower().startswith(word.rstrip("_")) for word in CHANGING)
            mine = len(self.changing) if changes else None
            if changes:
                self.changing.append(name)
            if self.before and mine is not None and mine == self.stop_at:
                raise KeyboardInterrupt
            answer = original(client, operation, arguments)
            if mine is not None and mine == self.stop_at:
                raise KeyboardInterrupt
            return answer
        monkeypatch.setattr(BaseClient, "_make_api_call", call)


@pytest.fixture
def calls(monkeypatch, tmp_path):
    """A project, and moto's AWS in which certificates are issued once DNS proves the domain."""
    monkeypatch.chdir(tmp_path)
    Path("app.yaml").write_text("name: demo\n")
    Path("app.json").write_text(json.dumps(APP))
    key = local_key()
    monkeypatch.setattr(acm_models.cryptography.hazmat.primitives.asymmetric.rsa, "generate_private_key", lambda **_: key)
    monkeypatch.setattr(CertBundle, "validate_pk", lambda self: key)  # it is that one, and reading it takes long
    monkeypatch.setattr(setup_domain, "PAUSE", 0)
    checks = {}

    def check(self):
        checks[self.arn] = checks.get(self.arn, 0) + 1
        if self.status == "PENDING_VALIDATION" and local_certificates.is_validated(
                self.describe()["Certificate"]["DomainValidationOptions"]) and checks[self.arn] % 5 == 0:
            self.status = "ISSUED"
    monkeypatch.setattr(CertBundle, "check", check)
    monkeypatch.setattr(clients, "client", lambda service, stage, region: client(service, region))
    with mock_aws():
        yield Calls(monkeypatch)


@functools.cache
def local_key():
    """A private key; one for all tests, as making one takes a tenth of a second."""
    return acm_models.cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key(65537, 2048)


@functools.cache
def client(service, region="us-east-1"):
    """moto's; one for all tests, as making one takes longer than most calls."""
    return boto3.client(service, region_name=region)


def new_zone(name="example.com", **more):
    """The id of a new zone."""
    made = client("route53").create_hosted_zone(Name=name, CallerReference=f"{name}{more}", **more)
    return made["HostedZone"]["Id"].rpartition("/")[2]


def records(zone):
    """{(name, type): values} of a zone, without what it is made with."""
    found = client("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    return {(each["Name"], each["Type"]): [one["Value"] for one in each.get("ResourceRecords", [])]
            for each in found if each["Type"] not in ("NS", "SOA")}


def write(zone, name, type_, *values):
    """Makes a record."""
    client("route53").change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": [{
        "Action": "UPSERT", "ResourceRecordSet": {"Name": name, "Type": type_, "TTL": 60,
                                                  "ResourceRecords": [{"Value": value} for value in values]}}]})


def certified(region):
    """{ARN: status} of a region."""
    acm = client("acm", region)
    return {each["CertificateArn"]: acm.describe_certificate(CertificateArn=each["CertificateArn"])["Certificate"]["Status"]
            for each in acm.list_certificates()["CertificateSummaryList"]}


def parameters(stage="prod"):
    """What the tool left for deploy."""
    return json.loads(Path(f"build/{stage}/domains/example.com.json").read_text())["parameters"]


def refused(*args):
    """What the tool says no with."""
    with pytest.raises(Problems) as raised:
        setup_domain.main([*ARGS, *args])
    return str(raised.value)


@pytest.mark.parametrize("said, stage, api, sites", [
    ({}, "prod", "api.example.com", {"demo": "example.com", "demo-docs": "demo-docs.example.com"}),
    ({}, "dev", "dev-api.example.com", {"demo": "dev.example.com", "demo-docs": "dev-demo-docs.example.com"}),
    ({"prefix": "shop"}, "prod", "shop-api.example.com",
     {"demo": "shop.example.com", "demo-docs": "demo-docs.example.com"}),
    ({"prefix": "shop"}, "dev", "dev-shop-api.example.com",
     {"demo": "dev-shop.example.com", "demo-docs": "dev-demo-docs.example.com"}),
    ({"api": "rest.eu.example.com", "websites": {"demo": "www.example.com"}}, "dev", "dev-rest.eu.example.com",
     {"demo": "dev-www.example.com", "demo-docs": "dev-demo-docs.example.com"}),
])
def test_names_of_a_stage_are_one_label_below_the_domain_unless_chosen(said, stage, api, sites):
    said = {"prefix": "", "websites": {}, "stages": {"prod": "", "dev": "dev"}, **said}
    assert domain_file.hosts(APP, "example.com", said, stage) == {"api": api, "sites": sites}


@pytest.mark.parametrize("hosts, names", [
    (["api.example.com", "example.com"], ["example.com", "*.example.com"]),
    (["rest.eu.example.com"], ["example.com", "*.example.com", "*.eu.example.com"]),
])
def test_one_wildcard_covers_all_names_but_those_further_down(hosts, names):
    assert domain_file.certificate_names("example.com", hosts) == names
    assert all(domain_file.covered(host, names) for host in hosts)
    assert not domain_file.covered("a.b.example.com", names)


@pytest.mark.parametrize("text, complaint", [
    ("stages: {prod: '', dev: ''}", ":1: prod and dev would have the same names\n  hint: `dev: dev` puts dev- before them"),
    ("api: api.exampel.com", ":1: api.exampel.com is no name of example.com\n"),
    ("websites:\n  demoo: example.com", ":2: the app has no website 'demoo'\n  hint: did you mean 'demo'?"),
    ("prefiks: a", ":1: the domain's file has no field 'prefiks'\n  hint: did you mean 'prefix'?"),
    ("stages: [prod]", ":1: stages must be a mapping"),
    ("prefix: -a-", ":1: prefix cannot be '-a-'"),
    ("a: [", ":1: not YAML"),
])
def test_a_mistake_in_the_domains_file_has_its_line(tmp_path, monkeypatch, text, complaint):
    monkeypatch.chdir(tmp_path)
    Path("domains").mkdir()
    Path("domains/example.com.yaml").write_text(text)
    with pytest.raises(Problems) as raised:
        domain_file.read(APP, "example.com")
    assert f"domains/example.com.yaml{complaint}" in str(raised.value)


@pytest.mark.parametrize("before, after", [
    ("prefix: shop\n", 'prefix: shop\nstages:\n  dev: dev\n'),
    ('prefix: shop', 'prefix: shop\nstages:\n  dev: dev\n'),
    ('stages:  # which\n    prod: ""\nprefix: shop\n', 'stages:  # which\n    prod: ""\n    dev: dev\nprefix: shop\n'),
    ("stages:\nprefix: shop\n", "stages:\n  dev: dev\nprefix: shop\n"),
])
def test_a_stage_is_written_into_the_file_and_out_of_it(tmp_path, monkeypatch, before, after):
    monkeypatch.chdir(tmp_path)
    Path("domains").mkdir()
    file = Path("domains/example.com.yaml")
    file.write_text(before)
    domain_file.add_stage(APP, "example.com", domain_file.read(APP, "example.com"), "dev")
    assert file.read_text() == after
    domain_file.add_stage(APP, "example.com", domain_file.read(APP, "example.com"), "dev")
    assert file.read_text() == after
    domain_file.drop_stage("example.com", domain_file.read(APP, "example.com"), "dev")
    assert domain_file.read(APP, "example.com")["stages"].keys() == {"prod"} & {*before.split(), *before.replace(":", " ").split()}


def test_stages_that_are_not_one_to_a_line_are_left_to_the_person(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("domains").mkdir()
    Path("domains/example.com.yaml").write_text('stages: {prod: ""}\n')
    with pytest.raises(Problems, match="yaml:1: the stages are not one to a line\n  hint: write `dev: dev`"):
        domain_file.add_stage(APP, "example.com", domain_file.read(APP, "example.com"), "dev")


def test_from_nothing_to_issued_certificates_and_a_second_time_changes_nothing(calls, capsys):
    zone = new_zone()
    calls.changing.clear()
    setup_domain.main(ARGS)
    assert calls.changing == ["RequestCertificate", "RequestCertificate", "AddTagsToCertificate",
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
    calls.changing.clear()
    setup_domain.main(ARGS)
    setup_domain.main([*ARGS, "--listed"])
    assert calls.changing == [] and files == {path: path.read_bytes() for path in files}
    capsys.readouterr()
    list_domains.main(ARGS[:3])
    shown = capsys.readouterr().out
    assert f"  zone         {zone} example.com, name servers ns-" in shown
    assert "  certificate  us-east-1 issued until 20" in shown and "ours, unused: example.com, *.example.com arn" in shown
    assert "  name         api.example.com -> API of demo-prod: not served, no record" in shown


def test_a_dry_run_tells_the_calls_and_makes_none(calls, capsys):
    new_zone()
    calls.changing.clear()
    before = sorted(Path().rglob("*"))
    setup_domain.main([*ARGS, "--dry-run"])
    told = capsys.readouterr().out
    assert calls.changing == [] and sorted(Path().rglob("*")) == before
    assert "certificate for example.com, *.example.com in eu-west-1\n    acm request_certificate (eu-west-1) {" in told
    assert told.endswith("then the DNS records for ACM, which only the certificate names\n")


def test_a_stage_that_is_not_listed_is_deployed_without_a_domain(calls):
    setup_domain.main([*ARGS, "--listed"])
    assert parameters() == {} and not Path("domains").exists() and calls.changing == []


@pytest.mark.parametrize("lost", ["the call", "its answer"])
@pytest.mark.parametrize("deed", ["make", "delete"])
def test_stopped_at_any_call_and_repeated_it_comes_to_the_same_end(calls, monkeypatch, deed, lost):
    """Only calls that change something count: a stop at any other leaves what the last of these left."""
    zone = new_zone()
    calls.before = lost == "the call"
    for stopped in range(100):
        if deed == "delete":
            setup_domain.main(ARGS)
        calls.changing.clear()
        calls.stop_at = stopped
        args = [*ARGS, "--delete"] if deed == "delete" else ARGS
        try:
            setup_domain.main(args)
            done = True
        except KeyboardInterrupt:
            done = False
        calls.stop_at = None
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
def test_the_zone_is_the_one_public_zone_of_the_domain_or_above(calls, zones_, chosen, complaint):
    name = "shop.example.com" if zones_ == ["parent"] else "example.com"
    made = []
    for at, kind in enumerate(zones_):
        more = {"HostedZoneConfig": {"PrivateZone": True, "Comment": ""},
                "VPC": {"VPCRegion": REGION, "VPCId": "vpc-1"}} if kind == "private" else {
                    "HostedZoneConfig": {"PrivateZone": False, "Comment": str(at)}}
        made.append(new_zone("example.org" if kind == "other" else "example.com", **more))
    if chosen:
        Path("domains").mkdir()
        Path("domains/example.com.yaml").write_text(f"zone: {made[0] if chosen == 'first' else chosen}\n")
    if complaint:
        calls.changing.clear()
        assert complaint in refused()
        assert calls.changing == []
        return
    setup_domain.main(["app.json", "--stage", "prod", "--name", name])
    found = json.loads(Path(f"build/prod/domains/{name}.json").read_text())["parameters"]
    assert made[0] in found.values()


def test_a_certificate_that_is_there_is_used_and_never_deleted(calls):
    zone = new_zone()
    theirs = {}
    for region in ("us-east-1", REGION):
        theirs[region] = client("acm", region).request_certificate(
            DomainName="example.com", SubjectAlternativeNames=["*.example.com"], ValidationMethod="DNS")["CertificateArn"]
        client("acm", region).request_certificate(DomainName="example.com")  # covers too little
    write(zone, PROOF, "CNAME", PROOF_VALUE)
    while {*certified("us-east-1").values(), *certified(REGION).values()} != {"ISSUED"}:
        pass
    calls.changing.clear()
    setup_domain.main(ARGS)
    assert calls.changing == []
    assert parameters()["DomainExampleComEdgeCertificate"] == theirs["us-east-1"]
    setup_domain.main([*ARGS, "--delete"])
    assert calls.changing == [] and records(zone) and len(certified(REGION)) == 2


def test_a_record_that_was_there_before_stays_when_the_domain_goes(calls):
    zone = new_zone()
    write(zone, PROOF, "CNAME", PROOF_VALUE)
    setup_domain.main(ARGS)
    setup_domain.main([*ARGS, "--delete"])
    assert certified("us-east-1") | certified(REGION) == {}
    assert records(zone) == {(PROOF, "CNAME"): [PROOF_VALUE]}


def test_a_certificate_in_use_stays_and_so_does_its_record(calls, capsys):
    zone = new_zone()
    setup_domain.main(ARGS)
    api, = certified(REGION)
    acm_models.acm_backends["123456789012"][REGION]._certificates[api].in_use_by = ["arn:somebody"]
    setup_domain.main([*ARGS, "--delete"])
    assert certified("us-east-1") == {} and [*certified(REGION)] == [api] and records(zone)
    told = capsys.readouterr().err
    assert f"certificate {api} stays: arn:somebody uses it" in told and "take the line out" not in told
    acm_models.acm_backends["123456789012"][REGION]._certificates[api].in_use_by = []
    setup_domain.main([*ARGS, "--delete"])
    assert certified(REGION) == {} and records(zone) == {}
    assert parameters() == {} and "prod" not in Path("domains/example.com.yaml").read_text().partition("stages:")[2]


def test_what_another_stage_may_use_stays(calls, capsys):
    new_zone()
    setup_domain.main(ARGS)
    setup_domain.main(["app.json", "--stage", "dev", "--name", "example.com"])
    assert parameters("dev")["DomainExampleComApi"] == "dev-api.example.com"
    setup_domain.main(["app.json", "--stage", "dev", "--name", "example.com", "--delete"])
    assert "the certificates stay: prod of domains/example.com.yaml may use them" in capsys.readouterr().err
    assert len(certified(REGION)) == 1


def test_a_certificate_that_failed_says_why_and_the_next_time_another_is_asked_for(calls, monkeypatch):
    new_zone()
    issue, describe = CertBundle.check, CertBundle.describe

    def fail(self):
        issue(self)
        self.status = "FAILED" if self.status == "ISSUED" else self.status
    monkeypatch.setattr(CertBundle, "check", fail)
    monkeypatch.setattr(CertBundle, "describe", lambda self: {"Certificate": {
        **describe(self)["Certificate"], **({"FailureReason": "CAA_ERROR"} if self.status == "FAILED" else {})}})
    assert "is not issued: failed: CAA_ERROR\n  hint: a CAA record of the domain must allow amazon.com" in refused()
    assert not Path("build").exists()
    failed = {*certified("us-east-1"), *certified(REGION)}
    monkeypatch.setattr(CertBundle, "check", issue)
    setup_domain.main(ARGS)
    now = certified("us-east-1") | certified(REGION)
    assert [*now.values()] == ["ISSUED", "ISSUED"]
    assert {arn for arn in failed if "FAILED" in now.get(arn, "")} == set()


def test_dead_certificates_of_ours_go_once_another_is_asked_for(calls):
    zone = new_zone()
    setup_domain.main(ARGS)
    dead = {region: [*certified(region)][0] for region in ("us-east-1", REGION)}
    for region, arn in dead.items():
        acm_models.acm_backends["123456789012"][region]._certificates[arn].status = "VALIDATION_TIMED_OUT"
    setup_domain.main(ARGS)
    for region, arn in dead.items():
        assert [*certified(region).values()] == ["ISSUED"] and arn not in certified(region)
    setup_domain.main([*ARGS, "--delete"])
    assert records(zone) == {}  # the mark went from the old certificates to the new ones


@pytest.mark.parametrize("name, type_, value, complaint", [
    ("api.example.com", "A", "192.0.2.1", "api.example.com leads elsewhere: A 192.0.2.1\n  hint: choose another name "
                                          "(`api: ...`), or say `prefix: demo` if it is another app's"),
    ("demo-docs.example.com", "CNAME", "x.example.net", "demo-docs.example.com leads elsewhere: CNAME x.example.net\n  "
                                                        "hint: choose another name (`websites: {demo-docs: ...}`)"),
    ("example.com", "MX", "10 mail.example.com", None),
    (PROOF, "CNAME", "other.example.net", f"{PROOF[:-1]} has a CNAME record already: other.example.net\n"
                                          "  hint: ACM needs that name: delete the record"),
])
def test_a_record_of_somebody_else_is_never_written_over(calls, name, type_, value, complaint):
    zone = new_zone()
    write(zone, name, type_, value)
    before = records(zone)
    if complaint is None:
        setup_domain.main(ARGS)
        assert before.items() <= records(zone).items()
        return
    assert f"domains/example.com.yaml: {complaint}" in refused()
    assert records(zone) == before


def test_a_name_that_somebody_else_answers_for_is_told_before_anything_is_asked_for(calls):
    new_zone()
    client("apigateway", REGION).create_domain_name(domainName="api.example.com")
    made = client("cloudfront").create_distribution(DistributionConfig={
        "CallerReference": "a", "Comment": "", "Enabled": True, "Aliases": {"Quantity": 1, "Items": ["example.com"]},
        "Origins": {"Quantity": 1, "Items": [{"Id": "a", "DomainName": "a.example.net", "CustomOriginConfig": {
            "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}]},
        "DefaultCacheBehavior": {"TargetOriginId": "a", "ViewerProtocolPolicy": "allow-all"}})["Distribution"]
    calls.changing.clear()
    said = refused()
    assert "API Gateway answers for api.example.com already, and not for this app\n" in said
    assert f"the distribution {made['Id']} answers for example.com already\n" in said
    assert calls.changing == []


def test_an_app_has_one_domain(calls):
    Path("app.yaml").write_text("name: demo\ndomain: example.org\n")
    assert refused() == ("app.yaml:2: the app's domain is example.org, not example.com\n"
                         "  hint: change the line: an app has one")
    with pytest.raises(Problems, match="'no domain' is not a domain"):
        setup_domain.main([*ARGS[:3], "--name", "no domain"])
    Path("app.yaml").write_text("name: demo\n")
    with pytest.raises(Problems, match="which domain. give name=example.com"):
        setup_domain.main(ARGS[:3])
    Path("app.json").write_text(json.dumps({**APP, "lambdas": {}, "state": {}}))
    assert "demo has neither an endpoint nor a website" in refused()


def test_a_wait_without_end_names_the_servers_that_the_registrar_must_know(calls, monkeypatch):
    new_zone()
    monkeypatch.setattr(CertBundle, "check", lambda self: None)
    monkeypatch.setattr(setup_domain, "PATIENCE", -1)
    said = refused()
    assert "ACM has not seen its record of example.com" in said and "does the registrar name these name servers: ns-" in said
    monkeypatch.setattr(CertBundle, "check", lambda self: setattr(self, "status", "ISSUED"))
    calls.changing.clear()
    setup_domain.main(ARGS)  # what was asked for before is waited for
    assert calls.changing == [] and len(certified(REGION)) == 1


def test_what_aws_refuses_is_told_with_what_to_do(calls, monkeypatch):
    def throttled(*_):
        raise ClientError({"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}, "ListCertificates")
    new_zone()
    monkeypatch.setattr(certificates, "of_domain", throttled)
    assert refused() == ("the cloud rejects ListCertificates: ThrottlingException: Rate exceeded\n"
                         "  hint: too many calls at once for AWS: wait a minute and repeat, nothing is lost")


def test_an_alias_is_compared_without_what_route_53_puts_before_it():
    assert zones.plain("dualstack.D-1A.execute-api.eu-west-1.amazonaws.com.") == "d-1a.execute-api.eu-west-1.amazonaws.com"


def certificate(arn, **said):
    """As kit.certificates.certificate tells one."""
    return {"arn": arn, "status": "ISSUED", "names": ["example.com", "*.example.com"], "ours": True, "users": [],
            "record_is_ours": False, "expires": None, "reason": "", "complete": True,
            "records": [{"Name": PROOF, "Type": "CNAME", "Value": PROOF_VALUE}], **said}


@pytest.mark.parametrize("there, arn", [
    ([], None),
    ([certificate("theirs", ours=False, status="PENDING_VALIDATION")], None),
    ([certificate("narrow", names=["example.com"])], None),
    ([certificate("dead", status="EXPIRED")], None),
    ([certificate("coming", status="PENDING_VALIDATION"), certificate("theirs", ours=False)], "theirs"),
    ([certificate("ours"), certificate("theirs", ours=False)], "ours"),
    ([certificate("ours"), certificate("theirs", ours=False, users=["arn"])], "theirs"),
    ([certificate("early", expires="2030-01-01"), certificate("late", expires="2031-01-01")], "late"),
])
def test_the_certificate_to_use_is_an_issued_one_that_is_in_use_then_ours(there, arn):
    found = certificates.serving(there, ["api.example.com", "example.com"])
    assert (found and found["arn"]) == arn


def test_a_record_is_ours_on_every_certificate_of_ours_that_shares_it():
    shared, marked = certificate("a"), certificate("b", record_is_ours=True)
    theirs, other = certificate("c", ours=False), certificate("d", records=[{"Name": "_x.example.org."}])
    seen = {"certificates": {REGION: [shared, theirs, other], "us-east-1": [marked]}}
    asked = domain_plan.record_notes(seen, [(REGION, each) for each in (shared, theirs, other)])
    assert [(each["operation"], each["arguments"]["CertificateArn"]) for each in asked] == [("add_tags_to_certificate", "a")]
