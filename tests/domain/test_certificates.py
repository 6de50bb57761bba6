"""Certificates and records that exist already: used, left alone, or replaced."""
from pathlib import Path

import pytest
from moto.acm import models as acm_models
from moto.acm.models import CertBundle

import setup_domain
from domain import certificates, domain_plan
from tests.fixtures.cases import cases
from tests.fixtures.domains import (
    ARGS,
    PROOF,
    PROOF_VALUE,
    REGION,
    certified,
    client,
    new_zone,
    parameters,
    records,
    refused,
    write,
)

pytest_plugins = ["tests.fixtures.domains"]


def test_an_existing_certificate_is_used_and_never_deleted(aws_calls):
    zone = new_zone()
    theirs = {}
    for region in ("us-east-1", REGION):
        theirs[region] = client("acm", region).request_certificate(
            DomainName="example.com", SubjectAlternativeNames=["*.example.com"], ValidationMethod="DNS")["CertificateArn"]
        client("acm", region).request_certificate(DomainName="example.com")  # covers too little
    write(zone, PROOF, "CNAME", PROOF_VALUE)
    while {*certified("us-east-1").values(), *certified(REGION).values()} != {"ISSUED"}:
        pass
    aws_calls.changing.clear()
    setup_domain.main(ARGS)
    assert aws_calls.changing == []
    assert parameters()["DomainExampleComEdgeCertificate"] == theirs["us-east-1"]
    setup_domain.main([*ARGS, "--delete"])
    assert aws_calls.changing == [] and records(zone) and len(certified(REGION)) == 2


def test_an_earlier_dns_record_stays_when_the_domain_is_deleted(aws_calls):
    zone = new_zone()
    write(zone, PROOF, "CNAME", PROOF_VALUE)
    setup_domain.main(ARGS)
    setup_domain.main([*ARGS, "--delete"])
    assert certified("us-east-1") | certified(REGION) == {}
    assert records(zone) == {(PROOF, "CNAME"): [PROOF_VALUE]}


def test_a_certificate_in_use_stays_and_so_does_its_record(aws_calls, capsys):
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


def test_what_another_stage_may_use_stays(aws_calls, capsys):
    new_zone()
    setup_domain.main(ARGS)
    setup_domain.main(["app.json", "--stage", "dev", "--name", "example.com"])
    assert parameters("dev")["DomainExampleComApi"] == "dev-api.example.com"
    setup_domain.main(["app.json", "--stage", "dev", "--name", "example.com", "--delete"])
    assert "the certificates stay: prod of domains/example.com.yaml may use them" in capsys.readouterr().err
    assert len(certified(REGION)) == 1


def test_a_failed_certificate_is_reported_with_its_reason_and_requested_again_the_next_time(aws_calls, monkeypatch):
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


def test_invalid_certificates_of_ours_are_deleted_once_another_is_requested(aws_calls):
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
    ("api.example.com", "A", "192.0.2.1", "api.example.com points elsewhere: A 192.0.2.1\n  hint: choose another name "
                                          "(`api: ...`), or write `prefix: demo` if it is another app's"),
    ("demo-docs.example.com", "CNAME", "x.example.net", "demo-docs.example.com points elsewhere: CNAME x.example.net\n  "
                                                        "hint: choose another name (`websites: {demo-docs: ...}`)"),
    ("example.com", "MX", "10 mail.example.com", None),
    (PROOF, "CNAME", "other.example.net", f"{PROOF[:-1]} has a CNAME record already: other.example.net\n"
                                          "  hint: ACM needs that name: delete the record"),
])
def test_a_record_of_somebody_else_is_never_written_over(aws_calls, name, type_, value, complaint):
    zone = new_zone()
    write(zone, name, type_, value)
    before = records(zone)
    if complaint is None:
        setup_domain.main(ARGS)
        assert before.items() <= records(zone).items()
        return
    assert f"domains/example.com.yaml: {complaint}" in refused()
    assert records(zone) == before


def test_a_name_of_another_owner_is_reported_before_anything_is_requested(aws_calls):
    new_zone()
    client("apigateway", REGION).create_domain_name(domainName="api.example.com")
    made = client("cloudfront").create_distribution(DistributionConfig={
        "CallerReference": "a", "Comment": "", "Enabled": True, "Aliases": {"Quantity": 1, "Items": ["example.com"]},
        "Origins": {"Quantity": 1, "Items": [{"Id": "a", "DomainName": "a.example.net", "CustomOriginConfig": {
            "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}]},
        "DefaultCacheBehavior": {"TargetOriginId": "a", "ViewerProtocolPolicy": "allow-all"}})["Distribution"]
    aws_calls.changing.clear()
    said = refused()
    assert "API Gateway answers for api.example.com already, and not for this app\n" in said
    assert f"the distribution {made['Id']} answers for example.com already\n" in said
    assert aws_calls.changing == []


def certificate(arn, **said):
    """As kit.certificates.certificate tells one."""
    return {"arn": arn, "status": "ISSUED", "names": ["example.com", "*.example.com"], "ours": True, "users": [],
            "record_is_ours": False, "expires": None, "reason": "", "complete": True,
            "records": [{"Name": PROOF, "Type": "CNAME", "Value": PROOF_VALUE}], **said}


@cases("there, arn", [
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


def test_a_certificate_of_another_domain_with_the_same_end_is_none_of_this_domain(aws_calls):
    acm = client("acm", "eu-west-1")
    for name in ("myexample.com", "example.com.shop", "*.example.com", "a.example.com"):
        acm.request_certificate(DomainName=name)
    names = sorted(certificate["names"] for certificate in certificates.of_domain(acm, "example.com"))
    assert names == [["*.example.com"], ["a.example.com"]]
