def test_a_mail_for_a_delivery(call, event, published):
    call(event.app({"id": "a1", "email": "ann@example.com", "city": "Ulm", "time": "2026-05-02T08:00:00+00:00"},
                   topic="ParcelDelivered"))
    assert published["notify"] == [{"to": "ann@example.com", "subject": "Parcel a1",
                                    "text": "Your parcel to Ulm was delivered."}]
