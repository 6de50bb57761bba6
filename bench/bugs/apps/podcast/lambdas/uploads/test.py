def test_a_form(call, event):
    response = call(event.api(body={"show": "sea", "number": 7}, claims={"sub": "ann"}))
    assert response.json["fields"]["key"] == "raw/sea/7.mp3"


def test_a_show_has_a_plain_name(event):
    event.api(body={"show": "Sea!", "number": 7}, claims={"sub": "ann"}, refused=True)
