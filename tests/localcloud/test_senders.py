"""E-mail of Amazon SES on the local cloud: accepted from every sender, written to the log, and not sent."""
import json

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from localcloud.moto import senders
from tests.fixtures.fake_functions import arn
from tests.fixtures.topics import subscribe, topic


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


def test_a_tag_has_no_spaces(ses):
    message = {"Subject": {"Data": "a"}, "Body": {"Text": {"Data": "a"}}}
    for value, code in (("two-words", None), ("two words", "InvalidParameterValue"), ("", "InvalidParameterValue")):
        request = {"Source": "ann@news.org", "Destination": {"ToAddresses": ["bob@news.org"]}, "Message": message}
        assert code_of(ses.send_email, **request, Tags=[{"Name": "kind", "Value": value}]) == code
        assert code_of(boto3.client("sesv2").send_email, FromEmailAddress="ann@news.org",
                       Destination=request["Destination"], Content={"Simple": message},
                       EmailTags=[{"Name": "kind", "Value": value}]) == (code and "BadRequestException")


def code_of(call, **params):
    """The code of the error of a call; None if it raises none."""
    try:
        call(**params)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def test_identities_are_those_that_were_created(ses):
    ses.send_email(Source="ann@news.org", Destination={"ToAddresses": ["bob@news.org"]},
                   Message={"Subject": {"Data": "a"}, "Body": {"Text": {"Data": "a"}}})
    assert ses.list_identities()["Identities"] == []
    ses.verify_email_identity(EmailAddress="ann@news.org")
    assert ses.list_identities()["Identities"] == ["ann@news.org"]
    for _twice in range(2):
        ses.delete_identity(Identity="ann@news.org")
    assert ses.list_identities()["Identities"] == []


def test_a_domain_of_replies_may_be_removed_before_it_was_set(ses):
    assert ses.set_identity_mail_from_domain(Identity="news.org")["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_the_feedback_of_an_email_reaches_its_topic_as_json(local_cloud):
    ses, sqs = local_cloud.client("ses"), local_cloud.client("sqs")
    queue = sqs.create_queue(QueueName="feedback", Attributes={"Policy": json.dumps({"Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}]})})["QueueUrl"]
    topic_arn = topic(local_cloud, "feedback")
    subscribe(local_cloud, topic_arn, "sqs", arn("sqs", "feedback"), RawMessageDelivery="true")
    ses.verify_domain_identity(Domain="news.org")
    ses.set_identity_notification_topic(Identity="news.org", NotificationType="Bounce", SnsTopic=topic_arn)
    ses.send_email(Source="ann@news.org", Destination={"ToAddresses": ["bounce@simulator.amazonses.com"]},
                   Message={"Subject": {"Data": "a"}, "Body": {"Text": {"Data": "a"}}})
    (message,) = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20)["Messages"]
    assert json.loads(message["Body"])["notificationType"] == "Bounce"
