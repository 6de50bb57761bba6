"""E-mail of Amazon SES on the local cloud: accepted from every sender, written to the log, and not sent."""
import boto3
import pytest
from moto import mock_aws

from localcloud.moto import senders


@pytest.fixture
def ses(caplog):
    """A client of SES; the local cloud's changes of moto are made."""
    senders.install()
    senders.install_log()
    with mock_aws():
        yield boto3.client("ses")


def test_every_email_is_written_to_the_log(ses, caplog):
    destination = {"ToAddresses": ["bob@news.org"]}
    ses.send_email(Source="ann@news.org", Destination=destination,
                   Message={"Subject": {"Data": "first"}, "Body": {"Text": {"Data": "a text"}}})
    boto3.client("sesv2").send_email(FromEmailAddress="ann@news.org", Destination=destination, Content={
        "Simple": {"Subject": {"Data": "second"}, "Body": {"Html": {"Data": "a text"}}}})
    ses.send_raw_email(RawMessage={"Data": b"From: ann@news.org\nTo: bob@news.org\nSubject: third\n\na text"})
    texts = [record.getMessage() for record in caplog.records if record.name == senders.__name__]
    assert len(texts) == 3
    assert all(text.startswith("an e-mail is not sent") and "bob@news.org" in text and subject in text and "a text" in text
               for text, subject in zip(texts, ["first", "second", "third"], strict=True))


def test_identities_are_those_that_were_created(ses):
    ses.send_email(Source="ann@news.org", Destination={"ToAddresses": ["bob@news.org"]},
                   Message={"Subject": {"Data": "a"}, "Body": {"Text": {"Data": "a"}}})
    assert ses.list_identities()["Identities"] == []
    ses.verify_email_identity(EmailAddress="ann@news.org")
    assert ses.list_identities()["Identities"] == ["ann@news.org"]
    for _twice in range(2):
        ses.delete_identity(Identity="ann@news.org")
    assert ses.list_identities()["Identities"] == []
