import hashlib

ZOE = {"sub": "zoe", "email": "zoe@example.com"}
BODY = {"id": "d1", "name": "Cellar", "limit": 17.5}


def test_a_device_is_registered(call, event, table):
    response = call(event.api(body=BODY, claims=ZOE))
    assert (response.status, response.json["id"]) == (201, "d1")
    row = table.row("device#d1", "device")
    assert (row["owner"], row["email"], row["name"], row["limit"]) == ("zoe", "zoe@example.com", "Cellar", 17.5)
    assert row["token"] == hashlib.sha256(response.json["token"].encode()).hexdigest()


def test_a_device_has_one_owner(call, event, table):
    call(event.api(body=BODY, claims=ZOE))
    assert call(event.api(body=BODY, claims={"sub": "max", "email": "max@example.com"})).status == 409
    assert table.row("device#d1", "device")["owner"] == "zoe"


def test_ids_that_are_none(event):
    event.api(body={**BODY, "id": "a#b"}, claims=ZOE, refused=True)
