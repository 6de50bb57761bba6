def test_an_event_that_comes_twice_is_kept_once(call, event, table):
    created = event.bucket("prices.csv", b"12345")
    call(created)
    call(created)
    assert table.rows() == [{"pk": "{{ cookiecutter.name }}", "sk": "prices.csv", "size": 5}]


def test_no_event_comes_of_an_object_that_is_deleted(event):
    event.bucket("prices.csv", topic="Object Deleted", refused=True)
