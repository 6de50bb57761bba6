ZOE = {"sub": "zoe"}


def put(table, day, patient="zoe", **more):
    table.put(pk=f"day#{day}", sk="slot#09:30#anna",
              **{"kind": "appointment", "patient": patient, "status": "booked", **more})


def test_a_patient_sees_hers(call, event, table):
    put(table, "2026-05-04")
    put(table, "2026-05-05", patient="max")
    put(table, "2026-05-06", status="cancelled")
    table.put(pk="document#1", sk="document", kind="document", patient="zoe")
    assert call(event.api(claims=ZOE)).json == {"appointments": [
        {"id": "2026-05-04T0930-anna", "day": "2026-05-04", "time": "09:30", "doctor": "anna"}]}


def test_pages(call, event, table):
    for number in range(1, 31):
        put(table, f"2026-06-{number:02}")
    first = call(event.api(claims=ZOE)).json
    second = call(event.api(query={"next": first["next"]}, claims=ZOE)).json
    assert len({one["id"] for one in first["appointments"] + second["appointments"]}) == 30
    assert "next" not in second
    assert call(event.api(query={"next": first["next"]}, claims={"sub": "max"})).status == 400


def test_a_page_that_is_none(call, event):
    assert call(event.api(query={"next": "abc"}, claims=ZOE)).status == 400
