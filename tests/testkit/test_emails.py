"""E-mails that handlers send through Amazon SES: recorded by the test kit, which accepts every sender."""
import boto3

from testkit.emails import email_facts
from tests.fixtures.cases import results

SEND = """
import email.message

def handler(event, context):
    boto3.client("ses").send_email(
        Source="Ann <ann@news.org>", Destination={"ToAddresses": ["bob@news.org"], "CcAddresses": ["eve@news.org"]},
        Message={"Subject": {"Data": "Hi"}, "Body": {"Text": {"Data": "a text"}}})
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = "ann@news.org", "Bob <bob@news.org>, eve@news.org", "Grüße"
    message.set_content("a text")
    message.add_alternative("<p>a text</p>", subtype="html")
    message.add_attachment(b"a,b", maintype="text", subtype="csv", filename="report.csv")
    boto3.client("ses").send_raw_email(RawMessage={"Data": message.as_bytes()})
    boto3.client("sesv2").send_email(
        FromEmailAddress="ann@news.org", Destination={"ToAddresses": ["bob@news.org"]},
        Content={"Simple": {"Subject": {"Data": "Hi"}, "Body": {"Html": {"Data": "<p>a</p>"}}}})
"""


def test_emails_of_each_call_are_recorded_and_no_sender_needs_to_be_verified(written):
    world = written(post=("permissions: []", SEND))
    world.this.call({})
    assert world.effects.emails == [
        {"from": "Ann <ann@news.org>", "to": ["bob@news.org", "eve@news.org"], "subject": "Hi", "text": "a text", "html": ""},
        {"from": "ann@news.org", "to": ["bob@news.org", "eve@news.org"], "subject": "Grüße", "text": "a text\n",
         "html": "<p>a text</p>\n"},
        {"from": "ann@news.org", "to": ["bob@news.org"], "subject": "Hi", "text": "", "html": "<p>a</p>"}]


TEMPLATES = """
def handler(event, context):
    of = {"Destination": {"ToAddresses": ["bob@news.org"]}}
    template = {"TemplateName": "hi", "TemplateData": json.dumps({"name": "Bob"})}
    boto3.client("ses").send_templated_email(
        Source="ann@news.org", Template="hi", TemplateData=template["TemplateData"], **of)
    client = boto3.client("sesv2")
    client.send_email(FromEmailAddress="ann@news.org", Content={"Template": template}, **of)
    try:
        client.send_email(FromEmailAddress="ann@news.org", Content={"Template": {"TemplateName": "no"}}, **of)
    except client.exceptions.NotFoundException as error:
        return error.response["Error"]["Message"]
"""


def test_emails_from_a_template_that_the_test_creates_are_recorded(written):
    world = written(post=("permissions: []", TEMPLATES))
    boto3.client("ses").create_template(Template={"TemplateName": "hi", "SubjectPart": "Hi {{name}}", "TextPart": "{{name}}"})
    assert world.this.call({}) == "Template no does not exist"
    assert world.effects.emails == [
        {"from": "ann@news.org", "to": ["bob@news.org"], "template": "hi", "data": {"name": "Bob"}}] * 2


test_facts_of_an_email = results(email_facts, [
    ({"Source": "a@b.c", "Destination": {"ToAddresses": ["d@b.c"]}, "Template": "welcome", "TemplateData": '{"name": "Ann"}'},
     {"from": "a@b.c", "to": ["d@b.c"], "template": "welcome", "data": {"name": "Ann"}}),
    ({"FromEmailAddress": "a@b.c", "Destination": {"BccAddresses": ["d@b.c"]}, "Content": {"Template": {"TemplateName": "welcome"}}},
     {"from": "a@b.c", "to": ["d@b.c"], "template": "welcome", "data": {}}),
    ({"Source": "a@b.c", "Destinations": ["d@b.c"], "RawMessage": {"Data": "From: x@b.c\nTo: y@b.c\n\nhello"}},
     {"from": "a@b.c", "to": ["d@b.c"], "subject": "", "text": "hello", "html": ""}),
    ({"Content": {"Raw": {"Data": b"Subject: only html\nContent-Type: text/html\n\n<b>"}}},
     {"from": "", "to": [], "subject": "only html", "text": "", "html": "<b>"}),
])
