from datetime import datetime, timezone

ANN = {"sub": "ann", "email": "ann@uni.example"}
BODY = {"cycle": "2099A", "title": "Dust in M31", "institute": "oslo", "hours": 2,
        "target": {"name": "M31", "ra": 0.712, "dec": 41.27}}


def test_a_proposal_is_a_row_once(call, event, tables):
    response = call(event.api(body=BODY, claims=ANN))
    assert response.status == 201
    [row] = tables["observatory-proposals"].rows()
    assert (row["owner"], row["state"], row["hours"], row["target"]["dec"]) == ("ann", "submitted", 2, 41.27)
    assert response.headers["location"] == f"/proposals/{row['proposal']}"
    assert call(event.api(body=BODY, claims=ANN)).status == 409


def test_a_deadline(call, event, index):
    assert call(event.api(body={**BODY, "cycle": "2020B"}, claims=ANN)).status == 409
    assert index.deadline("2026B").astimezone(timezone.utc) == datetime(2026, 9, 15, 11, tzinfo=timezone.utc)


def test_a_target_of_the_south(call, event):
    assert call(event.api(body={**BODY, "target": {"name": "LMC", "ra": 5.4, "dec": -69.7}}, claims=ANN)).status == 422
