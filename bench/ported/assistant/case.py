def run(app):
    answer = {"output": {"message": {"role": "assistant", "content": [{"text": "Hello."}]}}, "stopReason": "end_turn",
              "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2}, "metrics": {"latencyMs": 5}}
    with app.peer(answer) as received:
        for text in ("Hi", "Again"):
            response = app.fetch("POST", app.url("ask"), {"session": "s1", "text": text})
            assert response.json == {"answer": "Hello."}, response.text
    assert [len(body["messages"]) for _method, _path, body in received] == [1, 3]
    assert app.fetch("GET", app.url("ask")).status == 405
