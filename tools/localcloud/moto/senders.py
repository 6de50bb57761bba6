"""E-mail of Amazon SES: every sender is accepted as verified, and nothing is sent.

On AWS somebody verifies a sender's address or domain once for an account, outside the app.
docs.aws.amazon.com/ses/latest/dg/verify-addresses-and-domains.html
"""
import functools
import logging

from moto.ses.models import SESBackend

from localcloud.moto.replacing import replace

log = logging.getLogger(__name__)
DESTINATIONS = "self, source, template, template_data, destinations"
SENDING = {"send_email": "self, source, subject, body, destinations", "send_templated_email": DESTINATIONS,
           "send_bulk_templated_email": DESTINATIONS, "send_raw_email": "self, source, destinations, raw_data"}


@functools.cache
def install():
    """Replaces functions of moto, once a process."""

    @replace(SESBackend, "_is_verified_address", "self, source")
    def is_verified(_original, _self, _source):
        return True

    @replace(SESBackend, "delete_identity", "self, identity")
    def delete_identity(_original, self, identity):
        self.email_identities.pop(identity, None)


@functools.cache
def install_log():
    """Writes each e-mail to the log in place of sending it."""
    for name, parameters in SENDING.items():
        @replace(SESBackend, name, parameters)
        def send(original, *args, **kwargs):
            message = original(*args, **kwargs)
            log.warning("an e-mail is not sent from the local cloud: %s", vars(message))
            return message
