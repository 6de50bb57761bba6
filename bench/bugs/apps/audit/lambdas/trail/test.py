OLD = {"pk": "document#d1", "sk": "document", "text": "a", "version": 1, "editor": "ann"}
NEW = {**OLD, "text": "b", "version": 2, "editor": "bob"}


def test_a_change_is_written_down(call, event, tables):
    call(event.table(new=NEW, old=OLD))
    [row] = tables["audit-trail"].rows()
    assert (row["pk"], row["what"], row["actor"], row["fields"]) == (
        "document#d1", "MODIFY", "bob", ["editor", "text", "version"])


def test_a_first_version_was_nothing(call, event, tables):
    call(event.table(new=NEW))
    assert tables["audit-trail"].rows()[0]["was"] == "null"
