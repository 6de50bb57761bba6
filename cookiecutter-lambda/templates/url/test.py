def test_it_lists_its_rows(call, event, table):
    row = table.put(pk="{{ cookiecutter.name }}", sk="1", count=3)
    table.put(pk="not-{{ cookiecutter.name }}", sk="1")
    response = call(event.url())
    assert (response.status, response.json) == (200, [row])


def test_it_only_answers_get(call, event):
    assert call(event.url(method="POST", body={"a": 1})).status == 405
