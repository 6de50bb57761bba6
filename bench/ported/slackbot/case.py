import hashlib
import hmac
import time
import urllib.parse

SECRETS = {"signing": "sss"}


def headers(body):
    now = str(int(time.time()))
    digest = hmac.new(b"sss", f"v0:{now}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={digest}",
            "Content-Type": "application/x-www-form-urlencoded"}


def run(app):
    with app.peer("ok") as received:
        body = urllib.parse.urlencode({"command": "/report", "text": "one two", "user_name": "ann",
                                       "response_url": "http://127.0.0.1:4811/commands/T1/2"})
        answer = app.request("POST", "/slack/command", body, headers(body))
        assert answer.json["text"] == "Working on it...", answer.text
        app.wait(lambda: received)
        assert received[0][2]["blocks"][0]["text"]["text"] == "<@ann> wrote *2* words"
        assert app.request("POST", "/slack/command", "command=%2Fx", headers("command=%2Fx")).json["text"].endswith("`/x`")
    assert app.request("POST", "/slack/command", body, {**headers(body), "X-Slack-Signature": "v0=1"}).status == 401
