from .index import handler

EVENT = {"Records": [{"Sns": {"MessageId": "1", "Message": "hello"}}]}


def test_a_message_that_comes_twice_is_kept_once(app):
    handler(EVENT, None)
    handler(EVENT, None)
    assert app.rows() == [{"pk": "{{ cookiecutter.name }}", "sk": "1", "message": "hello"}]
