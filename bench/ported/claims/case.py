def run(app):
    table = app.table("claims")
    table.put_item(Item={"pk": "open", "sk": "c1"})
    table.put_item(Item={"pk": "claim", "sk": "c1", "missing": ["photo"]})
    def call(function, **parameters):
        event = {"messageVersion": "1.0", "agent": {"name": "a", "id": "A", "alias": "L", "version": "1"}, "inputText": "x", "sessionId": "s",
                 "actionGroup": "claims", "function": function, "sessionAttributes": {}, "promptSessionAttributes": {},
                 "parameters": [{"name": name, "type": "string", "value": value} for name, value in parameters.items()]}
        return app.invoke("actions", event)["response"]["functionResponse"]["responseBody"]["TEXT"]["body"]
    assert "c1" in call("open_claims")
    assert "photo" in call("claim", claim_id="c1")
    assert "no claim" in call("claim", claim_id="c9")
    token = {"Authorization": app.sign_in("ann@example.com")}
    with app.peer({"output": {"text": "In May."}, "sessionId": "s"}) as received:
        answer = app.request("POST", "/ask", {"question": "When?"}, token)
        assert (answer.status, answer.json["answer"]) == (200, "In May."), answer.text
        assert received[0][1] == "/retrieveAndGenerate"
    with app.peer({"ingestionJob": {"ingestionJobId": "j", "knowledgeBaseId": "k", "dataSourceId": "d", "status": "STARTING",
                                    "startedAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"}}) as received:
        place = app.request("POST", "/documents?name=a.pdf", headers=token).json
        assert app.fetch("PUT", place["url"], b"x").status == 200
        app.wait(lambda: received)
