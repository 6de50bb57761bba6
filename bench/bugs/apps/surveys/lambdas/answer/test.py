SURVEY = {"pk": "survey#s1", "sk": "survey", "id": "s1", "owner": "ann", "email": "ann@example.com", "title": "Lunch",
          "choices": ["soup", "salad"], "status": "open", "created": "2026-05-01T08:00:00Z", "closes": "2099-05-03T08:00:00Z"}


def test_an_answer(call, event, tables, sent):
    tables["surveys"].put(SURVEY)
    answer = call(event.api(path={"survey": "s1"}, body={"choice": "soup", "comment": "hot"}))
    assert answer.status == 202
    row = tables["surveys"].row("survey#s1", f"answer#{answer.json['answer']}")
    assert (row["choice"], row["comment"]) == ("soup", "hot")
    assert sent["tally"] == [{"survey": "s1", "choice": "soup", "answer": answer.json["answer"]}]


def test_a_closed_survey(call, event, tables, sent):
    tables["surveys"].put({**SURVEY, "status": "closed"})
    assert call(event.api(path={"survey": "s1"}, body={"choice": "soup"})).status == 409
    assert sent == {}


def test_no_survey(call, event):
    assert call(event.api(path={"survey": "s2"}, body={"choice": "soup"})).status == 404
