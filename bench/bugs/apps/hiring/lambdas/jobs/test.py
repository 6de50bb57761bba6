HR = {"sub": "h1", "email": "hr@mill.example", "cognito:groups": ["hr"]}
JOB = {"title": "Sawyer", "team": "saw", "keywords": ["Wood", "saw"]}


def test_a_job(call, event):
    made = call(event.api("/jobs", method="POST", body=JOB, claims=HR))
    assert made.status == 201
    shown = call(event.api(f"/jobs/{made.json['id']}", method="GET")).json
    assert shown == {"id": made.json["id"], "title": "Sawyer", "team": "saw", "places": 1, "keywords": ["saw", "wood"]}
    assert len(call(event.api("/jobs", method="GET")).json["jobs"]) == 1
    assert len(call(event.api("/jobs", method="GET", query={"team": "saw"})).json["jobs"]) == 1


def test_an_application(call, event, tables):
    tables["hiring-jobs"].put(id="1", title="Sawyer", team="saw", keywords={"wood"}, places=1, opened="2026-05-01")
    body = {"name": "Ann Berg", "email": "Ann@example.com"}
    made = call(event.api("/jobs/1/applications", method="POST", body=body))
    assert made.status == 201
    assert made.json["upload"]["fields"]["key"] == "resumes/1/ann@example.com.pdf"
    assert tables["hiring-applications"].row("1", "ann@example.com")["state"] == "new"
    assert call(event.api("/jobs/1/applications", method="POST", body=body)).status == 409


def test_no_job(call, event):
    assert call(event.api("/jobs/9", method="GET")).status == 404
