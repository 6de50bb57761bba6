def test_views_are_counted(call, event, tables):
    tables["surveys"].put(pk="survey#s1", sk="survey", id="s1", owner="ann", title="Lunch")
    view = {"survey": "s1", "at": 1777622400}
    call(event.kinesis([view, b"nonsense", view]))
    assert tables["surveys"].row("survey#s1", "survey")["views"] == 2
