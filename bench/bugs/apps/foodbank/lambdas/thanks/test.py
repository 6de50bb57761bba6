import pytest

DETAIL = {"donation": "don-1", "depot": "north", "name": "Ann", "email": "ann@example.com", "kilos": "32.50",
          "products": ["milk", "oil", "pasta"]}


def test_a_donor_is_thanked_once(call, event, emails, table):
    assert call(event.app(DETAIL, topic="DonationReceived")) == "sent"
    assert call(event.app(DETAIL, topic="DonationReceived")) == "sent before"
    [mail] = emails
    assert mail["to"] == ["ann@example.com"]
    assert mail["text"] == "Dear Ann,\n\nthank you for 32.5 kg of milk, oil and pasta.\n\nYour food bank in the north"
    assert table.row("donation#don-1", "thanks")["email"] == "ann@example.com"


def test_a_mail_that_fails_may_be_repeated(call, event, table, index, monkeypatch):
    def send(*_arguments):
        raise RuntimeError("SES is down")

    monkeypatch.setattr(index, "send", send)
    with pytest.raises(RuntimeError):
        call(event.app(DETAIL, topic="DonationReceived"))
    assert table.rows() == []
