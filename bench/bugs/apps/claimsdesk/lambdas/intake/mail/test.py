from email.message import EmailMessage


def mail(subject="Hail on my car, DE-1234567", name="front door.jpg"):
    message = EmailMessage()
    message["From"] = "Ann <Ann@Example.com>"
    message["Subject"] = subject
    message["Message-ID"] = "<1@example.com>"
    message.set_content("Good morning, see the photo.")
    message.add_attachment(b"\xff\xd8photo", maintype="image", subtype="jpeg", filename=name)
    return message.as_bytes()


def test_a_mail(call, event, tables, bucket, emitted):
    bucket.put_object(Key="mail/a1", Body=mail())
    assert call(event.bucket("mail/a1")) == {"batchItemFailures": []}
    [row] = tables["claims-files"].rows()
    assert (row["policy"], row["email"], row["country"]) == ("DE-1234567", "ann@example.com", "DE")
    assert bucket.bytes(f"documents/{row['claim']}/01-front_door.jpg") == b"\xff\xd8photo"
    assert emitted[0]["detail"]["channel"] == "mail"


def test_a_mail_that_comes_twice(call, event, tables, bucket):
    bucket.put_object(Key="mail/a1", Body=mail())
    call(event.bucket("mail/a1"))
    call(event.bucket("mail/a1"))
    assert len(tables["claims-files"].rows()) == 1


def test_a_mail_without_a_policy(call, event, bucket, tables):
    bucket.put_object(Key="mail/a2", Body=mail("Hello"))
    call(event.bucket("mail/a2"))
    assert "unread/a2" in bucket.keys()
