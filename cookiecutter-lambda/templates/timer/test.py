from .index import handler


def test_it_counts_its_calls(app):
    handler({}, None)
    handler({}, None)
    assert app.rows() == [{"pk": "{{ cookiecutter.name }}", "sk": "calls", "calls": 2}]
