STAFF = {"sub": "anna", "email": "anna@clinic.example", "cognito:groups": ["staff"]}
BODY = {"title": "Your results", "text": "All is well."}


def test_a_letter(call, event, invoked):
    invoked.answers("render", {"key": "letters/zoe/1.html", "pages": 1})
    response = call(event.api({"patient": "zoe"}, body=BODY, claims=STAFF))
    assert (response.status, response.json) == (201, {"key": "letters/zoe/1.html", "pages": 1})
    assert invoked["render"] == [{"patient": "zoe", **BODY, "author": "anna@clinic.example"}]


def test_render_fails(call, event, invoked):
    invoked.fails("render", "no template")
    assert call(event.api({"patient": "zoe"}, body=BODY, claims=STAFF)).status == 502


def test_patients_write_no_letters(event):
    event.api({"patient": "zoe"}, body=BODY, claims={"sub": "zoe"}, refused=True)
