from .index import handler

EVENT = {"id": "1", "detail-type": "{{ cookiecutter.name }}", "detail": {"total": 9.5}}


def test_an_event_that_comes_twice_is_kept_once(app):
    handler(EVENT, None)
    handler(EVENT, None)
    assert app.rows() == [{"pk": "{{ cookiecutter.name }}", "sk": "1", "detail": '{"total": 9.5}'}]
