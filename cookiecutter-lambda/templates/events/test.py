def test_an_event_that_is_delivered_twice_is_stored_once(call, event, table):
    created = event.bucket("prices.csv", b"12345")
    call(created)
    call(created)
    assert table.rows() == [{"pk": "{{ cookiecutter.name }}", "sk": "prices.csv", "size": 5}]


def test_a_deleted_object_is_no_event_of_the_rule(event):
    event.bucket("prices.csv", topic="Object Deleted", refused=True)


def test_an_object_with_another_ending_is_no_event_of_the_rule(event):
    event.bucket("prices.json", refused=True)
