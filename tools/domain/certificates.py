"""ACM: the certificates that could serve a domain's names, and why a requested one was not issued."""
from typing import Any

from botocore.exceptions import ClientError

from aws.app import AppModel
from domain import domain_file

OWNER, RECORD = "made-by", "pareto-record"  # tags: whose the certificate is, whether its DNS record is ours too
OURS = "pareto"
EDGE_REGION = "us-east-1"  # where CloudFront takes certificates from
FINAL_STATUSES = {"FAILED", "VALIDATION_TIMED_OUT", "EXPIRED", "REVOKED"}

# docs.aws.amazon.com/acm/latest/userguide/troubleshooting-failed.html
FAILURES = {
    "CAA_ERROR": "a CAA record of the domain must allow amazon.com",
    "DOMAIN_NOT_ALLOWED": "AWS considers the name unsafe: ask AWS support",
    "DOMAIN_VALIDATION_DENIED": "AWS does not accept that the domain is yours: ask AWS support",
    "ADDITIONAL_VERIFICATION_REQUIRED": "AWS needs more information about you: ask AWS support",
    "NO_AVAILABLE_CONTACTS": "the domain's registration has no contact",
    "INVALID_PUBLIC_DOMAIN": "the top-level domain does not exist on the internet",
}


def regions(app: AppModel, hosts: dict) -> dict:
    """{use: region} in which these hosts need certificates: {"api": "eu-west-1", "edge": "us-east-1"}."""
    return {**({"api": app["settings"]["region"]} if hosts["api"] else {}),
            **({"edge": EDGE_REGION} if hosts["sites"] else {})}


def of_domain(acm, domain: str, requested=()) -> list[dict]:
    """The certificate() of each ARN, sorted: those with the domain's name or a name below it, and the requested ones.

    acm        the client of a region
    requested  ARNs of this very run: ACM's list can be a moment behind
    """
    arns = {summary["CertificateArn"] for page in acm.get_paginator("list_certificates").paginate()
            for summary in page["CertificateSummaryList"]
            if any(f".{name}".endswith(f".{domain}") for name in (
                summary.get("DomainName", ""), *summary.get("SubjectAlternativeNameSummaries", [])))}
    described = [certificate(acm, arn, domain) for arn in sorted(arns | set(requested))]
    return [*filter(None, described)]


def certificate(acm, arn: str, domain: str) -> dict | None:
    """A certificate as the plan takes it; None if ACM no longer has it.

    -> {"arn", "status", "reason": of a failure or "", "names": [text], "ours", "record_is_ours", "users": [ARN],
        "expires": datetime or None, "records": [DNS record for validation], "complete": whether each name has one}
    """
    try:
        description = acm.describe_certificate(CertificateArn=arn)["Certificate"]
        tags = {tag["Key"]: tag.get("Value", "") for tag in acm.list_tags_for_certificate(CertificateArn=arn)["Tags"]}
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return None
        raise
    options = description.get("DomainValidationOptions", [])
    records = [option["ResourceRecord"] for option in options if "ResourceRecord" in option]
    return {
        "arn": arn, "status": description["Status"], "reason": description.get("FailureReason", ""),
        "names": description.get("SubjectAlternativeNames") or [description["DomainName"]],
        "ours": tags.get(OWNER) == OURS and tags.get("domain") == domain, "record_is_ours": RECORD in tags,
        "users": description.get("InUseBy", []), "expires": description.get("NotAfter"),
        "records": [dict(record) for record in sorted({tuple(sorted(record.items())) for record in records})],
        "complete": len(records) == len(options) > 0,
    }


def serving(certificates: list[dict], hosts: list[str]) -> Any:
    """The certificate to use for these names: issued, else Pareto's own pending one; None if one must be requested.

    Of several issued ones the one that is in use, then ours, then the one that lasts longest: a deploy must not
    change certificates for no reason.
    """
    candidates = [certificate for certificate in certificates
                  if certificate["status"] in ("ISSUED", "PENDING_VALIDATION")
                  and all(domain_file.covered(name, certificate["names"]) for name in hosts)
                  and (certificate["status"] == "ISSUED" or certificate["ours"])]
    return max(candidates, default=None, key=lambda certificate: (
        certificate["status"] == "ISSUED", bool(certificate["users"]), certificate["ours"],
        str(certificate["expires"]), certificate["arn"]))


def failure(certificate: dict) -> tuple[str, str]:
    """(message, hint) of a certificate that will never be issued."""
    status = certificate["status"].lower().replace("_", " ")
    why = f": {certificate['reason']}" if certificate["reason"] else ""
    return (f"the certificate {certificate['arn']} is not issued: {status}{why}",
            FAILURES.get(certificate["reason"], "fix the cause and repeat: a new one is requested"))
