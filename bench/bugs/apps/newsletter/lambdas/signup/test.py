def test_who_signs_up_is_pending_and_told_of(call, event, table, emitted):
    assert call(event.api(body={"email": "Ann@example.com"})).status == 202
    [row] = table.rows()
    assert (row["pk"], row["sk"], row["state"]) == ("person", "ann@example.com", "pending")
    assert emitted == [{"source": "news.signup", "topic": "SubscriberAdded",
                        "detail": {"email": "Ann@example.com", "token": row["token"]}}]


def test_who_is_known_gets_no_second_mail(call, event, emitted):
    call(event.api(body={"email": "ann@example.com"}))
    assert call(event.api(body={"email": "ann@example.com"})).json == {"state": "known"}
    assert len(emitted) == 1


def test_what_is_no_address_is_refused(call, event, table):
    assert call(event.api(body={"email": "ann"})).status == 400
    assert table.rows() == []
