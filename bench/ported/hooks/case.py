import hashlib
import hmac
import json
import time

SECRETS = {"signing": json.dumps({"stripe": "s1", "github": "s2", "slack": "s3"})}


def sign(key, text):
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def run(app):
    body, now = json.dumps({"id": "evt_1", "amount": 5}), str(int(time.time()))
    stripe = {"Stripe-Signature": f"t={now},v1={sign('s1', now + '.' + body)}", "Content-Type": "application/json"}
    github = {"X-Hub-Signature-256": "sha256=" + sign("s2", body), "X-GitHub-Delivery": "d-7",
              "Content-Type": "application/json"}
    for headers, provider in ((stripe, "stripe"), (github, "github"), (github, "github")):
        answer = app.request("POST", f"/hooks/{provider}", body, headers)
        assert answer.status == 202, answer.text
    assert app.request("POST", "/hooks/slack", body, {"X-Slack-Signature": "v0=x"}).status == 401
    assert app.request("POST", "/hooks/other", body).status == 404
    items = app.wait(lambda: (items := app.table("hooks-deliveries").scan()["Items"]) and len(items) == 2 and items)
    assert {item["delivery"] for item in items} == {"stripe#evt_1", "github#d-7"}
