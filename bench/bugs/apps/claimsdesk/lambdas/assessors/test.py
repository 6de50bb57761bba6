DI = {"sub": "di", "email": "di@insurer.example", "cognito:groups": "assessors"}
CLAIM = {"title": "Hail", "state": "open", "version": 1, "opened": "2026-05-01T08:00:00+00:00"}


def test_the_queue(call, event, tables):
    for number in (3, 1, 2):
        tables["claims-files"].put(claim=f"c{number}", due=f"2026-05-0{number}", **CLAIM)
    first = call(event.api(path="/queue", method="GET", claims=DI, query={"limit": "2"})).json
    assert [claim["claim"] for claim in first["claims"]] == ["c1", "c2"]
    second = call(event.api(path="/queue", method="GET", claims=DI, query={"from": first["from"]})).json
    assert second == {"claims": [{"claim": "c3", "title": "Hail", "due": "2026-05-03", "score": None}], "from": None}


def test_a_claim_is_taken(call, event, tables):
    tables["claims-files"].put(claim="c1", due="2026-05-01", **CLAIM)
    assert call(event.api(path="/claims/c1/assessor", method="PUT", claims=DI)).status == 200
    row = tables["claims-files"].row("c1")
    assert (row["assessor"], row["state"], row["version"]) == ("di", "taken", 2)
    assert call(event.api(path="/claims/c1/assessor", method="PUT", claims=DI)).status == 409
    assert call(event.api(path="/mine", method="GET", claims=DI)).json["claims"][0]["state"] == "taken"


def test_a_claim_is_closed(call, event, tables):
    tables["claims-files"].put(claim="c1", due="2026-05-01", assessor="di", **{**CLAIM, "state": "taken"})
    body = {"state": "closed", "version": 1}
    assert call(event.api(path="/claims/c1/state", method="PUT", claims=DI, body=body)).status == 200
    assert tables["claims-files"].row("c1")["state"] == "closed"
    assert call(event.api(path="/claims/c1/state", method="PUT", claims=DI, body=body)).status == 400


def test_an_old_version(call, event, tables):
    tables["claims-files"].put(claim="c1", due="2026-05-01", assessor="di", **{**CLAIM, "state": "taken", "version": 3})
    body = {"state": "closed", "version": 1}
    assert call(event.api(path="/claims/c1/state", method="PUT", claims=DI, body=body)).status == 409
