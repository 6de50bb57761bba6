def test_it_counts_its_calls(call, event, table):
    call(event.schedule())
    call(event.schedule())
    assert table.rows() == [{"pk": "{{ cookiecutter.name }}", "sk": "calls", "calls": 2}]
