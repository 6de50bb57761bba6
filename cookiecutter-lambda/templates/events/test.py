def test_an_event_that_comes_twice_is_kept_once(call, event, table):
    told = event.app({"total": 9.5})
    call(told)
    call(told)
    assert table.rows() == [{"pk": "{{ cookiecutter.name }}", "sk": told["id"], "detail": '{"total": 9.5}'}]


def test_it_hears_nothing_else(event):
    event.app({"total": 9.5}, topic="another", refused=True)
