STAFF = {"sub": "s1", "email": "s@roundhouse.example", "cognito:groups": ["staff"]}
SHOW = {"house": "main", "title": "Peer Gynt", "starts": "2999-05-01T19:30:00+02:00", "cents": 3500}


def test_a_show(call, event, tables):
    made = call(event.api("/shows", method="POST", body=SHOW, claims=STAFF))
    assert made.status == 201
    show = {"id": made.json["id"], "title": "Peer Gynt", "starts": "2999-05-01T17:30+00:00", "cents": 3500}
    assert call(event.api("/shows", method="GET", query={"house": "main"})).json == {"shows": [show]}
    tables["boxoffice-seats"].put(show=show["id"], seat="A1")
    tables["boxoffice-seats"].put(show=show["id"], seat="A2", taken="o1")
    assert call(event.api(f"/shows/{show['id']}/seats", method="GET")).json == {"show": show, "seats": ["A1"]}
