def test_a_stop(call, event, buckets):
    buckets["castle-guide"].put("transcripts/fr/7.txt", "La tour a été bâtie")
    response = call(event.api("/guide/7", headers={"Accept-Language": "it, fr-CH;q=0.9, de;q=0.5"}))
    assert (response.json["language"], response.json["text"]) == ("fr", "La tour a été bâtie")
    assert "audio/fr/7.mp3" in response.json["audio"]
    assert response.headers["vary"] == "Accept-Language"


def test_a_browser_without_a_language(call, event, buckets):
    buckets["castle-guide"].put("transcripts/de/7.txt", "Der Turm")
    assert call(event.api("/guide/7")).json["text"] == "Der Turm"


def test_a_stop_that_does_not_exist(call, event):
    assert call(event.api("/guide/99")).status == 404


def test_the_staff_writes_a_stop(call, event, buckets):
    bo = {"sub": "bo", "email": "bo@castle.example", "cognito:groups": "staff"}
    response = call(event.api("/guide/7", method="PUT", claims=bo, body={"language": "en", "text": "The tower"}))
    assert (response.status, response.json["fields"]["key"]) == (200, "audio/en/7.mp3")
    assert buckets["castle-guide"].text("transcripts/en/7.txt") == "The tower"
