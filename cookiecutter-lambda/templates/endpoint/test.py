import json

from .index import handler


def test_it_lists_its_rows(app):
    app.table.put_item(Item={"pk": "{{ cookiecutter.name }}", "sk": "1", "count": 3})
    app.table.put_item(Item={"pk": "another", "sk": "1"})
    answer = handler({"queryStringParameters": None}, None)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == [{"pk": "{{ cookiecutter.name }}", "sk": "1", "count": 3}]
