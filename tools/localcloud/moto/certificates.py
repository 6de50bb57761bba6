"""ACM and custom domains, where moto is more lenient than AWS. Measured on moto 5.2.5.

moto issues a certificate a minute after its request, whatever records DNS has; lists only load balancers of the
resources that use one; allows two APIs, or two distributions, one name; and accepts any certificate for them.
"""
import functools
import os

from moto.acm.models import AWSCertificateManagerBackend, CertBundle, acm_backends
from moto.apigateway.exceptions import BadRequestException
from moto.apigateway.models import APIGatewayBackend, apigateway_backends
from moto.cloudfront.exceptions import CloudFrontException
from moto.cloudfront.models import CloudFrontBackend, cloudfront_backends
from moto.core.exceptions import AWSError
from moto.core.utils import utcnow
from moto.route53.models import route53_backends

from aws import arns
from localcloud.moto import state
from localcloud.moto.replacing import replace

DOMAIN_PARAMETERS = ("certificate_name", "tags", "certificate_arn", "certificate_body", "certificate_private_key",
                     "certificate_chain", "regional_certificate_name", "regional_certificate_arn",
                     "endpoint_configuration", "security_policy")  # of moto's create_domain_name
# Seconds between the request and the certificate, if DNS is ready.
ISSUE_SECONDS = 0.5 / float(os.environ.get("PARETO_LOCAL_SPEED", "1"))


class InUse(AWSError):
    """ACM's error for the deletion of a certificate that is in use."""

    TYPE = "ResourceInUseException"


@functools.cache
def install():
    """Let moto issue a certificate only after its validation, and refuse to delete one that is in use. Once."""

    @replace(CertBundle, "check")
    def check(original, self):
        pending = self.type == "AMAZON_ISSUED" and self.status == "PENDING_VALIDATION"
        if not pending:
            return original(self)
        old_enough = (utcnow() - self.created_at).total_seconds() >= ISSUE_SECONDS
        if old_enough and is_validated(self.describe()["Certificate"]["DomainValidationOptions"]):
            self.status = "ISSUED"

    @replace(CertBundle, "describe")
    def describe(original, self):
        description = original(self)
        description["Certificate"]["InUseBy"] = [*self.in_use_by, *arns_of_users(self.arn)]
        return description

    @replace(AWSCertificateManagerBackend, "delete_certificate")
    def delete_certificate(original, self, arn):
        if self.get_certificate(arn).describe()["Certificate"]["InUseBy"]:
            raise InUse(f"Certificate {arn} in account {state.ACCOUNT} is in use.")
        original(self, arn)

    install_domains()


def install_domains():
    """Let moto refuse a domain name of another API or distribution, and one that the certificate does not cover."""

    @replace(APIGatewayBackend, "create_domain_name", ["self", "domain_name", *DOMAIN_PARAMETERS])
    def create_domain_name(original, self, domain_name, *more):
        if any(domain_name in backend.domain_names for backend in list(apigateway_backends[state.ACCOUNT].values())):
            raise BadRequestException("The domain name you provided already exists.")
        settings = dict(zip(DOMAIN_PARAMETERS, more))
        arn = settings["regional_certificate_arn"] or settings["certificate_arn"]
        if arn and not is_issued_for(arn, domain_name):
            raise BadRequestException(f"The certificate {arn} is not issued, or not for {domain_name}.")
        return original(self, domain_name, *more)

    @replace(CloudFrontBackend, "create_distribution_with_tags")
    def create(original, self, distribution_config, tags):
        check_aliases(distribution_config)
        return original(self, distribution_config, tags)

    @replace(CloudFrontBackend, "update_distribution")
    def update(original, self, dist_config, _id, if_match):
        if _id in self.distributions and if_match:  # else moto raises CloudFront's error of them
            check_aliases(dist_config, _id)
        return original(self, dist_config, _id, if_match)


def issue(arn):
    """Issues a certificate of a stack at once: CloudFormation would wait for its validation."""
    acm_backends[state.ACCOUNT][arns.region(arn)]._certificates[arn].status = "ISSUED"


def is_validated(options):
    """Whether every validation record of a certificate is in a public zone."""
    zones = [zone for zone in list(route53_backends[state.ACCOUNT]["aws"].zones.values()) if not zone.private_zone]
    records = {(record_set.name.rstrip("."), record_set.type, value.rstrip("."))
               for zone in zones for record_set in zone.rrsets if record_set.type == "CNAME"
               for value in record_set.records or []}
    return all((record["Name"].rstrip("."), record["Type"], record["Value"].rstrip(".")) in records
               for record in (option["ResourceRecord"] for option in options))


def arns_of_users(arn):
    """ARNs of the distributions and API domains that use the certificate with an ARN."""
    distributions = list(cloudfront_backends[state.ACCOUNT]["aws"].distributions.values())
    distribution_arns = [distribution.arn for distribution in distributions
                         if distribution.distribution_config.ViewerCertificate.acm_certificate_arn == arn]
    return distribution_arns + [f"arn:aws:apigateway:{region}::/domainnames/{name}"
                                for region, backend in list(apigateway_backends[state.ACCOUNT].items())
                                for name, domain in list(backend.domain_names.items())
                                if arn in (domain.certificate_arn, domain.regional_certificate_arn)]


def is_issued_for(arn, host):
    """Whether an issued certificate has this ARN, in its region, and that name."""
    bundle = acm_backends[state.ACCOUNT][arns.region(arn)]._certificates.get(arn)
    if bundle is None:
        return False
    bundle.check()
    names = {host, f"*.{host.partition('.')[2]}"}
    return bundle.status == "ISSUED" and not names.isdisjoint([*bundle.sans, bundle.common_name])


def check_aliases(config, own_id=None):
    """Raises CloudFront's errors for a name of another distribution, or one that the certificate does not cover."""
    names = (config.get("Aliases") or {}).get("Items") or []
    for distribution in list(cloudfront_backends[state.ACCOUNT]["aws"].distributions.values()):
        taken = set(names) & set(distribution.distribution_config.Aliases.get("Items") or [])
        if taken and distribution.distribution_id != own_id:
            raise CloudFrontException("CNAMEAlreadyExists", "One or more of the CNAMEs you provided are already "
                                      f"associated with a different resource: {', '.join(sorted(taken))}")
    arn = (config.get("ViewerCertificate") or {}).get("ACMCertificateArn", "")
    if names and (":us-east-1:" not in arn or not all(is_issued_for(arn, name) for name in names)):
        raise CloudFrontException("InvalidViewerCertificate", "The specified SSL certificate doesn't exist, isn't in "
                                  "us-east-1 region, isn't valid, or doesn't include a valid certificate chain.")
