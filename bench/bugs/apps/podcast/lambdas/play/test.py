def test_a_play_is_redirected(call, event):
    response = call(event.url("/sea/7.mp3", method="GET"))
    assert response.status == 302
    assert response.headers["Location"].endswith("/audio/sea/7.mp3")


def test_other_addresses(call, event):
    assert call(event.url("/favicon.ico", method="GET")).status == 404
