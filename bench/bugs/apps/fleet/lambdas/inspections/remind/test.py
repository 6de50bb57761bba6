import boto3


def test_the_workshop_is_told(call, table, emails):
    boto3.client("ses").verify_email_identity(EmailAddress="fleet@vans.example")
    table.put(pk="vehicle#B-AB12", sk="vehicle", plate="B-AB12", model="Sprinter", inspection="2027-03-15")
    assert call({"plate": "B-AB12", "inspection": "2027-03-15"}) == {"sent": True}
    assert emails[0]["text"] == "Sprinter B-AB12: until 15.03.2027"


def test_the_date_has_changed(call, table):
    table.put(pk="vehicle#B-AB12", sk="vehicle", plate="B-AB12", model="Sprinter", inspection="2028-03-15")
    assert call({"plate": "B-AB12", "inspection": "2027-03-15"}) == {"sent": False}
