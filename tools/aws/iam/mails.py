"""The actions and the resources of e-mails of SES. Pure: each function of ARNs as in aws/iam/resources.py."""
import email

from aws.iam.resources import arn


def resources(params, scope):
    """[ARN] of the identities of an e-mail, and of its template and configuration set.

    Any identity: for an account in the sandbox IAM also compares the recipient's.
    docs.aws.amazon.com/ses/latest/dg/request-production-access.html
    """
    names = [("template", template(params)), ("configuration-set", params.get("ConfigurationSetName"))]
    return [arn("ses", "identity/*", scope), *(
        arn("ses", name if name.startswith("arn:") else f"{kind}/{name}", scope) for kind, name in names if name)]


def template(params):
    """The name or the ARN of the template of an e-mail, "*" if the params do not have its content; None without one."""
    content = next((params[key] for key in ("Content", "DefaultContent") if key in params), params)
    if not isinstance(content, dict) or not all(map(str.isascii, content)):  # a mark of the scan
        return "*"
    own = content.get("Template") or content.get("TemplateName")
    if isinstance(own, dict):  # without a name it has the text
        return own.get("TemplateArn") or own.get("TemplateName", None if own.keys() & {"TemplateContent"} else "*")
    return own


def of_action(name):
    """A function (params, scope) -> [(action, ARN)] of e-mails of an action of the first version of SES."""
    absent = {"Template": "*"} if "Templated" in name else {}
    return lambda params, scope: [(f"ses:{name}", own) for own in resources({**absent, **params}, scope)]


def of_operation(operation):
    """A function (params, scope) -> [(action, ARN)] of e-mails of the second version of SES, which may be raw ones if
    the params have no content."""
    field = "DefaultContent" if operation == "SendBulkEmail" else "Content"
    return lambda params, scope: [
        (f"ses:{name}", own) for own in resources({field: None, **params}, scope)
        for name in actions(operation, {**params, "Content": params.get("Content") or None})]


def actions(operation, params):
    """[name] of the actions of an e-mail of the second version of SES: a raw message has one of its own.

    github.com/nodemailer/nodemailer/issues/1734, github.com/aws/aws-actionmailer-ses-ruby/issues/10
    """
    if operation == "SendBulkEmail":
        return ["SendBulkEmail", "SendBulkTemplatedEmail"]
    content = params.get("Content", {})
    is_known = isinstance(content, dict)
    return ["SendRawEmail"] * (not is_known or "Raw" in content) + ["SendEmail"] * (not is_known or {*content} > {"Raw"}
                                                                                  or "Raw" not in content)


def identity(params, scope):
    """The identity that sends an e-mail: its address if it is verified, else the domain of it.

    docs.aws.amazon.com/ses/latest/dg/control-user-access.html
    """
    identity_arn = params.get("FromEmailAddressIdentityArn") or params.get("SourceArn")
    if identity_arn:
        return [identity_arn]
    from email.utils import parseaddr  # 8 ms to import, and few lambdas send mail
    address = parseaddr(params.get("Source") or params.get("FromEmailAddress") or raw_sender(params))[1]
    domain = address.rpartition("@")[2]
    return [tuple(arn("ses", f"identity/{name}", scope) for name in (address, domain))] if "@" in address else [None]


def raw_sender(params):
    """The text of the From header of a raw e-mail, "" if it cannot be read."""
    data = (params.get("RawMessage") or params.get("Content", {}).get("Raw") or {}).get("Data", b"")
    mail = email.message_from_bytes(data) if isinstance(data, bytes) else email.message_from_string(data)
    return mail.get("From") or ""
