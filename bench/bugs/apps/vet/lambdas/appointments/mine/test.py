ANN = {"sub": "ann"}


def test_an_owner_sees_her_appointments(call, event, table):
    table.put(pk="day#2026-05-04", sk="slot#09:30#anna", owner="ann", pet="Rex", status="booked")
    table.put(pk="day#2026-05-04", sk="slot#10:00#anna", owner="bob", pet="Mia", status="booked")
    response = call(event.api(claims=ANN))
    assert response.status == 200
    assert response.json == {"appointments": [{"day": "2026-05-04", "time": "09:30", "vet": "anna", "pet": "Rex"}]}


def test_cancelled_ones_are_left_out(call, event, table):
    table.put(pk="day#2026-05-04", sk="slot#09:30#anna", owner="ann", pet="Rex", status="cancelled")
    assert call(event.api(claims=ANN)).json["appointments"] == []


def test_long_lists_have_pages(call, event, table):
    for number in range(25):
        table.put(pk=f"day#2026-05-{number + 1:02}", sk="slot#09:30#anna", owner="ann", pet="Rex", status="booked")
    first = call(event.api(claims=ANN)).json
    assert len(first["appointments"]) == 20
    second = call(event.api(query={"next": first["next"]}, claims=ANN)).json
    assert len(second["appointments"]) == 5
