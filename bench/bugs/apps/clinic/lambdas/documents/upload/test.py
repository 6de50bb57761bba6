import re

ZOE = {"sub": "zoe"}


def test_an_address_for_one_document(call, event):
    response = call(event.api(body={"name": "blood test.pdf", "type": "application/pdf"}, claims=ZOE))
    assert response.status == 200
    assert re.search(rf"/uploads/zoe/{response.json['id']}/blood%20test\.pdf\?", response.json["url"])
    again = call(event.api(body={"name": "blood test.pdf", "type": "application/pdf"}, claims=ZOE))
    assert again.json["id"] != response.json["id"]


def test_programs_are_refused(event):
    event.api(body={"name": "a.exe", "type": "application/x-msdownload"}, claims=ZOE, refused=True)
