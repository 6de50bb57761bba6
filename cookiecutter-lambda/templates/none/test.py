from .index import handler


def test_a_text_is_kept_under_its_id(app):
    assert handler({"id": "1", "text": "hello"}, None) == {"kept": "1"}
    assert app.rows() == [{"pk": "{{ cookiecutter.name }}", "sk": "1", "text": "hello"}]
