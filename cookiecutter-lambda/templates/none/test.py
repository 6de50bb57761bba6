def test_a_text_is_stored_by_its_id(call, table):
    assert call({"id": "1", "text": "hello"}) == {"stored": "1"}
    assert table.rows() == [{"pk": "{{ cookiecutter.name }}", "sk": "1", "text": "hello"}]
