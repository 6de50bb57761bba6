import datetime


def run(app):
    at = (datetime.datetime.utcnow() + datetime.timedelta(seconds=3)).strftime("%Y-%m-%dT%H:%M:%S")
    answer = app.request("POST", "/reminders", {"at": at, "text": "tea"})
    assert answer.status == 201, answer.text
    assert app.wait(lambda: app.table("reminders").scan()["Items"])[0]["sk"] == "tea"
