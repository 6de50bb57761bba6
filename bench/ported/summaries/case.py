def run(app):
    with app.peer({"inputTextTokenCount": 3, "results": [{"outputText": "Short."}]}) as received:
        app.send("summarise", "A long story.")
        item = app.wait(lambda: app.table("summaries").scan()["Items"])[0]
    assert item["line"] == "Short."
    assert received[0][1].endswith("/model/amazon.titan-text-lite-v1/invoke")
