def test_old_ones_are_reminded_of(call, event, table, sent):
    for number in range(12):
        table.put(pk="employee#ann", sk=f"expense#{number}", email="ann@firm.example", title="Taxi", amount=5,
                  currency="EUR", total=5, status="open", submitted="2020-05-01T10:00:00+00:00")
    assert call(event.schedule()) == {"reminders": 12}
    assert len(sent["mailer"]) == 12
    assert sent["mailer"][0]["text"] == "Taxi of ann@firm.example waits since 2020-05-01"
