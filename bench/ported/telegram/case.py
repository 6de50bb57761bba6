SECRETS = {"bot": '{"token": "t1", "header": "h1"}'}


def run(app):
    message = {"message": {"text": "/start", "chat": {"id": 5}, "from": {"first_name": "Ann"}}}
    with app.peer({"ok": True}) as received:
        url = app.url("webhook")
        assert app.fetch("POST", url, message).status == 403
        answer = app.fetch("POST", url, message, {"X-Telegram-Bot-Api-Secret-Token": "h1"})
        assert (answer.status, answer.text) == (200, "ok")
    assert received == [("POST", "/bott1/sendMessage", {"chat_id": 5, "text": "Welcome, Ann"})]
