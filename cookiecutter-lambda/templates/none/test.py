def test_a_text_is_kept_under_its_id(call, table):
    assert call({"id": "1", "text": "hello"}) == {"kept": "1"}
    assert table.rows() == [{"pk": "{{ cookiecutter.name }}", "sk": "1", "text": "hello"}]
