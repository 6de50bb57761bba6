OPERATOR = {"sub": "o1", "email": "o@parkwell.example", "cognito:groups": ["operators"]}


def test_pages(call, event, tables):
    for number in range(3):
        tables["parking-sessions"].put(
            id=f"s{number}", garage="mitte", plate="BAB12", status="paid", entered=f"2026-05-0{number + 1}T08:00:00+00:00", fee=4)
    first = call(event.api(query={"plate": "BAB12", "limit": "2"}, claims=OPERATOR))
    assert [session["id"] for session in first.json["sessions"]] == ["s2", "s1"]
    second = call(event.api(query={"plate": "BAB12", "limit": "2", "next": first.json["next"]}, claims=OPERATOR))
    assert [session["id"] for session in second.json["sessions"]] == ["s0"]
