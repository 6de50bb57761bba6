"""The e-mails that handlers send through Amazon SES, as plain data."""
import email
import email.policy

from testkit.views import parsed


def email_facts(params):
    """{"from", "to", "subject", "text", "html"} of the parameters of SendEmail, of SES or SESv2, of SendRawEmail and of
    SendTemplatedEmail; `to` has all recipients, `text` and `html` are "" if the e-mail has none. An e-mail from a
    template has {"from", "to", "template", "data"}."""
    content = params.get("Content") or {"Simple": params.get("Message"), "Raw": params.get("RawMessage")}
    recipients = [address for addresses in params.get("Destination", {}).values() for address in addresses]
    recipients += params.get("Destinations", [])
    facts = {"from": params.get("Source") or params.get("FromEmailAddress"), "to": recipients}
    if content.get("Raw"):
        return facts_of_raw(content["Raw"]["Data"], facts)
    if content.get("Simple"):
        body = content["Simple"]["Body"]
        return {**facts, "subject": content["Simple"]["Subject"]["Data"],
                "text": body.get("Text", {}).get("Data", ""), "html": body.get("Html", {}).get("Data", "")}
    template = content.get("Template", {})
    return {**facts, "template": params.get("Template") or template.get("TemplateName"),
            "data": parsed(params.get("TemplateData") or template.get("TemplateData", "{}"))}


def facts_of_raw(data, facts):
    """The facts of an e-mail with its headers, as bytes or str; the parameters "from" and "to" have precedence."""
    data = data.encode() if isinstance(data, str) else data
    message = email.message_from_bytes(data, policy=email.policy.default)
    headers = [address for name in ("to", "cc", "bcc") if message[name] for address in message[name].addresses]
    bodies = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    return {"from": facts["from"] or str(message["from"] or ""),
            "to": facts["to"] or [address.addr_spec for address in headers], "subject": str(message["subject"] or ""),
            "text": bodies["plain"].get_content() if bodies["plain"] else "",
            "html": bodies["html"].get_content() if bodies["html"] else ""}
