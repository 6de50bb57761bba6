import pytest

ANN = {"sub": "ann"}


@pytest.fixture(autouse=True)
def stays(table):
    table.put(pk="flat#alfama", sk="flat", name="Alfama", stars=9, reviews=2)
    for booking, guest, leave, state in (("b1", "ann", "2020-05-07", "paid"), ("b2", "bob", "2020-05-07", "paid"),
                                         ("b3", "ann", "2090-05-07", "paid"), ("b4", "ann", "2020-05-07", "requested")):
        table.put(pk=f"booking#{booking}", sk="booking", flat="alfama", guest=guest, leave=leave, state=state)


def post(call, event, booking, **body):
    return call(event.api({"id": booking}, body={"stars": 4, **body}, claims=ANN))


def test_a_review_counts(call, event, table):
    response = post(call, event, "b1", text=" nice ")
    assert (response.status, response.json) == (201, {"flat": "alfama", "average": "4.3", "reviews": 3})
    assert table.row("flat#alfama", "review#b1")["text"] == "nice"
    assert post(call, event, "b1").status == 409
    assert table.row("flat#alfama", "flat")["stars"] == 13


def test_what_is_refused(call, event):
    assert post(call, event, "b2").status == 404
    assert post(call, event, "b3").status == 409
    assert post(call, event, "b4").status == 409
    assert post(call, event, "b1", text="You IDIOT").status == 400
