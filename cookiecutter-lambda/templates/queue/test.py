from . import index


def event(*bodies):
    return {"Records": [{"messageId": str(at), "body": body} for at, body in enumerate(bodies)]}


def test_each_message_is_kept(app):
    assert index.handler(event("a", "b"), None) == {"batchItemFailures": []}
    assert app.rows() == [{"pk": "{{ cookiecutter.name }}", "sk": "0", "body": "a"},
                          {"pk": "{{ cookiecutter.name }}", "sk": "1", "body": "b"}]


def test_only_the_message_that_failed_comes_again(app, monkeypatch):
    monkeypatch.setattr(index, "keep", lambda record: {"a": 1}[record["body"]])
    assert index.handler(event("a", "b"), None) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
