"""ACM: the certificates that could serve a domain's names, and what became of those we asked for."""
from botocore.exceptions import ClientError

from domain import domain_file

MADE, RECORD = "made-by", "pareto-record"  # tags: whose the certificate is, whether its DNS record is ours too
OURS = "pareto"
EDGE_REGION = "us-east-1"  # where CloudFront takes certificates from
OVER = {"FAILED", "VALIDATION_TIMED_OUT", "EXPIRED", "REVOKED"}

# docs.aws.amazon.com/acm/latest/userguide/troubleshooting-failed.html
FAILURES = {
    "CAA_ERROR": "a CAA record of the domain must allow amazon.com",
    "DOMAIN_NOT_ALLOWED": "AWS takes the name for unsafe: ask AWS support",
    "DOMAIN_VALIDATION_DENIED": "AWS does not accept that the domain is yours: ask AWS support",
    "ADDITIONAL_VERIFICATION_REQUIRED": "AWS wants to know more of you: ask AWS support",
    "NO_AVAILABLE_CONTACTS": "the domain's registration has no contact",
    "INVALID_PUBLIC_DOMAIN": "the domain ends in nothing that exists on the internet",
}


def regions(app, wanted):
    """{"api": "eu-west-1", "edge": "us-east-1"}: where certificates are needed for these hosts."""
    return {**({"api": app["settings"]["region"]} if wanted["api"] else {}),
            **({"edge": EDGE_REGION} if wanted["sites"] else {})}


def of_domain(acm, domain, known=()):
    """The certificates of a region that have the domain's name or one below, and those with a known ARN.

    known  of this very run: a list can be a moment behind
    """
    arns = {each["CertificateArn"] for page in acm.get_paginator("list_certificates").paginate()
            for each in page["CertificateSummaryList"]
            if domain in each.get("DomainName", "") or domain in str(each.get("SubjectAlternativeNameSummaries"))}
    found = [certificate(acm, arn, domain) for arn in sorted(arns | set(known))]
    return [each for each in found if each]


def certificate(acm, arn, domain):
    """One certificate, as the plan wants it; None if it is gone."""
    try:
        said = acm.describe_certificate(CertificateArn=arn)["Certificate"]
        tags = {tag["Key"]: tag.get("Value", "") for tag in
                acm.list_tags_for_certificate(CertificateArn=arn)["Tags"]}
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return None
        raise
    options = said.get("DomainValidationOptions", [])
    asked = [option["ResourceRecord"] for option in options if "ResourceRecord" in option]
    return {
        "arn": arn, "status": said["Status"], "reason": said.get("FailureReason", ""),
        "names": said.get("SubjectAlternativeNames") or [said["DomainName"]],
        "ours": tags.get(MADE) == OURS and tags.get("domain") == domain, "record_is_ours": RECORD in tags,
        "users": said.get("InUseBy", []), "expires": said.get("NotAfter"),
        "records": [dict(each) for each in sorted({tuple(sorted(record.items())) for record in asked})],
        "complete": len(asked) == len(options) > 0,
    }


def serving(certificates, wanted):
    """The certificate to use for these names: issued, or else ours and on its way. None: one must be asked for.

    Of several issued ones the one that is in use, then ours, then the one that lasts longest: a deploy must not
    change certificates for no reason.
    """
    good = [each for each in certificates if each["status"] in ("ISSUED", "PENDING_VALIDATION")
            and all(domain_file.covered(name, each["names"]) for name in wanted)
            and (each["status"] == "ISSUED" or each["ours"])]
    return max(good, default=None, key=lambda each: (
        each["status"] == "ISSUED", bool(each["users"]), each["ours"], str(each["expires"]), each["arn"]))


def failure(certificate):
    """(message, hint) of a certificate that will never be issued."""
    status = certificate["status"].lower().replace("_", " ")
    why = f": {certificate['reason']}" if certificate["reason"] else ""
    return (f"the certificate {certificate['arn']} is not issued: {status}{why}",
            FAILURES.get(certificate["reason"], "mend the cause and repeat: a new one is asked for"))
