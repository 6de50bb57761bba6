import boto3


def test_the_buyers_get_a_mail(call, event):
    boto3.client("ses").verify_email_identity(EmailAddress="depot@example.com")
    topic = event.topic({"sku": "tea", "pieces": 4, "counted": "2026-05-02"})
    topic["Records"][0]["Sns"]["Subject"] = "Few are left"
    call(topic)
    assert boto3.client("ses").get_send_quota()["SentLast24Hours"] == 1
