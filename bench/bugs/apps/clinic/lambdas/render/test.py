LETTER = {"patient": "zoe", "title": "Befund <1>", "text": "Liebe Zoë,\nalles ist gut.", "author": "anna@clinic.example"}


def test_a_letter_is_stored(call, bucket):
    made = call(LETTER)
    assert made["pages"] == 1
    assert bucket.keys() == [made["key"]]
    assert made["key"].startswith("letters/zoe/")
    text = bucket.text(made["key"])
    assert "<h1>Befund &lt;1&gt;</h1>" in text
    assert "Liebe Zoë,<br>alles ist gut." in text
    assert "Grünen Markt" in text


def test_long_letters_have_pages(call):
    assert call({**LETTER, "text": "x" * 3001})["pages"] == 2
