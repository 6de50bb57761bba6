"""AWS::CertificateManager::Certificate."""
import importlib

from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call, tag_changes


def request_certificate(task):
    """Ref is the certificate's ARN. AWS waits for the validation of the domain; here it counts as validated."""
    response = task.call("acm", "request_certificate", **task.pick(
        "CertificateAuthorityArn DomainName KeyAlgorithm SubjectAlternativeNames Tags ValidationMethod"))
    task.mark_created(response["CertificateArn"])
    importlib.import_module("localcloud.moto.certificates").issue(response["CertificateArn"])


def update_certificate(task):
    """Changes a certificate's tags; nothing else of it changes in place."""
    added, removed = tag_changes(task.before.get("Tags"), task.properties.get("Tags"))
    if added:
        task.call("acm", "add_tags_to_certificate", CertificateArn=task.ref, Tags=added)
    if removed:
        old = [tag for tag in task.before["Tags"] if tag["Key"] in removed]
        task.call("acm", "remove_tags_from_certificate", CertificateArn=task.ref, Tags=old)


TYPES = {
    "AWS::CertificateManager::Certificate": Kind(
        request_certificate, update_certificate, one_call("acm", "delete_certificate", "CertificateArn"),
        properties="CertificateAuthorityArn DomainName KeyAlgorithm SubjectAlternativeNames Tags "
                   "ValidationMethod",
        replacing="CertificateAuthorityArn DomainName KeyAlgorithm SubjectAlternativeNames ValidationMethod",
        ignored="CertificateTransparencyLoggingPreference DomainValidationOptions"),
}
