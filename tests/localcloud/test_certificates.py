"""Certificates of ACM: what uses one, and so prevents its deletion."""
import pytest
from moto.acm.models import acm_backends

from localcloud.moto import certificates, state
from tests.fixtures.stacks import REGION, service

pytest_plugins = ["tests.fixtures.stacks"]


def test_a_certificate_names_the_load_balancer_and_the_domain_that_use_it(cloudformation):
    certificates.install()
    acm, gateway = service("acm"), service("apigateway")
    arn = acm.request_certificate(DomainName="shop.test")["CertificateArn"]
    certificates.issue(arn)
    gateway.create_domain_name(domainName="shop.test", certificateArn=arn)
    acm_backends[state.ACCOUNT][REGION].set_certificate_in_use_by(arn, "balancer")
    for _ in range(2):  # nothing is added by a description
        assert acm.describe_certificate(CertificateArn=arn)["Certificate"]["InUseBy"] == [
            "balancer", f"arn:aws:apigateway:{REGION}::/domainnames/shop.test"]
    assert [entry["InUse"] for entry in acm.list_certificates()["CertificateSummaryList"]] == [True]
    gateway.delete_domain_name(domainName="shop.test")
    with pytest.raises(acm.exceptions.ResourceInUseException):
        acm.delete_certificate(CertificateArn=arn)
