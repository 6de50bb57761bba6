DI = {"sub": "di", "email": "di@insurer.example", "cognito:groups": "assessors"}


def test_the_documents(call, event, tables, bucket):
    tables["claims-files"].put(claim="c1", title="Hail", state="open", due="2026-05-01")
    bucket.put("documents/c1/01-a.pdf", "pdf")
    bucket.put("documents/c10/01-b.pdf", "pdf")
    response = call(event.api(path="/claims/c1/documents", method="GET", claims=DI))
    assert [(document["name"], document["size"]) for document in response.json["documents"]] == [("01-a.pdf", 3)]


def test_an_upload(call, event, tables):
    tables["claims-files"].put(claim="c1", title="Hail", state="open", due="2026-05-01")
    response = call(event.api(path="/claims/c1/documents", method="POST", claims=DI, body={"name": "../a.pdf"}))
    assert (response.status, response.json["type"]) == (201, "application/pdf")
    assert "/documents/c1/a.pdf?" in response.json["url"]


def test_a_program(call, event, tables):
    tables["claims-files"].put(claim="c1", title="Hail", state="open", due="2026-05-01")
    assert call(event.api(path="/claims/c1/documents", method="POST", claims=DI, body={"name": "a.exe"})).status == 400


def test_a_claim_that_does_not_exist(call, event):
    assert call(event.api(path="/claims/c9/documents", method="GET", claims=DI)).status == 404
