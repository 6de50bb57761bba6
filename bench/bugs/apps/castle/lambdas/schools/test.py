CLASS = {"school": "Hauptplatz", "email": "office@school.example", "start": "2099-07-01T09:00", "pupils": "24", "language": "fr"}


def test_a_class(call, event, tables, emails):
    assert call(event.queue([CLASS])) == {"batchItemFailures": []}
    [row] = tables["castle-visits"].rows()
    assert (row["guide"], row["start"], row["end"]) == ("cora", "2099-07-01T07:00:00Z", "2099-07-01T08:30:00Z")
    assert emails[0]["text"] == "Cora expects you on 2099-07-01 at 09:00."


def test_a_second_class(call, event, tables, emails):
    call(event.queue([CLASS, {**CLASS, "school": "Ring"}]))
    assert len(tables["castle-visits"].rows()) == 1
    assert emails[1]["text"] == "All our guides are booked at this time."


def test_a_message_without_a_school(call, event):
    batch = event.queue([{"email": "a@b.example", "start": "2099-07-01T09:00"}, CLASS])
    assert call(batch) == {"batchItemFailures": [{"itemIdentifier": batch["Records"][0]["messageId"]}]}
