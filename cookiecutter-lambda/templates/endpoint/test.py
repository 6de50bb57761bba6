def test_it_lists_its_rows(call, event, table):
    row = table.put(pk="{{ cookiecutter.name }}", sk="1", count=3)
    table.put(pk="not-{{ cookiecutter.name }}", sk="1")
    response = call(event.api())
    assert (response.status, response.json) == (200, [row])
