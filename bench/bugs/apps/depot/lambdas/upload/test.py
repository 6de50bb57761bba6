def test_a_link_leads_to_the_inbox(call, event):
    answer = call(event.api(query={"name": "may.csv"}, claims={"sub": "ann"}))
    assert answer.status == 200
    assert "/inbox/may.csv?" in answer.json["url"]


def test_a_name_with_a_folder_is_refused(call, event):
    assert call(event.api(query={"name": "../may.csv"}, claims={"sub": "ann"})).status == 400
    assert call(event.api(query={"name": "may.exe"}, claims={"sub": "ann"})).status == 400
