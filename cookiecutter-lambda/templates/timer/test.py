def test_it_counts_its_invocations(call, event, table):
    call(event.schedule())
    call(event.schedule())
    assert table.rows() == [{"pk": "{{ cookiecutter.name }}", "sk": "invocations", "invocations": 2}]
