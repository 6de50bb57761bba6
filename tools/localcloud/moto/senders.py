"""E-mail of Amazon SES: every sender is accepted as verified, and nothing is sent.

On AWS somebody verifies a sender's address or domain once for an account, outside the app.
docs.aws.amazon.com/ses/latest/dg/verify-addresses-and-domains.html
"""
import functools
import json
import logging
import re

from moto.core.exceptions import JsonRESTError
from moto.ses.exceptions import InvalidParameterValue
from moto.ses.models import SESBackend
from moto.ses.responses import EmailResponse
from moto.sesv2.responses import SESV2Response

from localcloud.moto.replacing import replace

log = logging.getLogger(__name__)
SENDING = ("send_email", "send_templated_email", "send_bulk_templated_email", "send_raw_email")


TAG = re.compile(r"[A-Za-z0-9_.@-]{1,256}")  # docs.aws.amazon.com/ses/latest/APIReference/API_MessageTag.html


def tag_fault(texts):
    """Why SES refuses a message with tags of such names and values; None if it accepts them."""
    refused = next((text for text in texts if not TAG.fullmatch(text)), None)
    return None if refused is None else f"Invalid tag {refused!r}: it has letters, digits, _ and -, and 256 at most."


@functools.cache
def install():
    """Let moto accept e-mails of every sender. Once a process."""

    @replace(SESBackend, "_is_verified_address")
    def is_verified(_original, _self, _source):
        return True

    @replace(SESBackend, "delete_identity")
    def delete_identity(_original, self, identity):
        self.email_identities.pop(identity, None)

    @replace(SESBackend, "set_identity_mail_from_domain")
    def set_mail_from(original, self, identity, mail_from_domain=None, behavior_on_mx_failure=None):
        self.identity_mail_from_domains.setdefault(identity, {})  # moto removes it without a domain
        return original(self, identity, mail_from_domain, behavior_on_mx_failure)

    @replace(SESBackend, "__generate_feedback__")
    def feedback(original, self, msg_type):
        """The message of a topic is JSON, and names its type.

        docs.aws.amazon.com/ses/latest/dg/notification-contents.html
        """
        notification = original(self, msg_type)
        return notification and json.dumps({**notification, "notificationType": msg_type})

    install_sending()


@functools.cache
def install_sending():
    """Let moto refuse tags of e-mails, and accept templates by SESv2."""

    @replace(EmailResponse, "send_email")
    def send_tagged_email(original, self):
        """moto reads no tags."""
        texts = [text for name, (text, *_others) in self.querystring.items() if name.startswith("Tags.member.")]
        if fault := tag_fault(texts):
            raise InvalidParameterValue(fault)
        return original(self)

    @replace(SESV2Response, "send_email")
    def send_email(original, self):
        """moto lacks e-mails from a template."""
        params = json.loads(self.body)
        if fault := tag_fault([text for tag in params.get("EmailTags") or () for text in tag.values()]):
            raise JsonRESTError("BadRequestException", fault)
        template = (params.get("Content") or {}).get("Template") or {}
        name, backend = template.get("TemplateName"), self.sesv2_backend.core_backend
        if name is None:
            return original(self)
        if name not in backend.templates:
            raise JsonRESTError("NotFoundException", f"Template {name} does not exist")
        message = backend.send_templated_email(params.get("FromEmailAddress"), name, template.get("TemplateData", "{}"),
                                               params.get("Destination", {}))
        return json.dumps({"MessageId": message.id})


@functools.cache
def install_log():
    """Writes each e-mail to the log in place of sending it."""
    for name in SENDING:
        @replace(SESBackend, name)
        def send(original, *args, **kwargs):
            message = original(*args, **kwargs)
            log.warning("an e-mail is not sent from the local cloud: %s", vars(message))
            return message
