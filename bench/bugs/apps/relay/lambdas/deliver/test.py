import contextlib

MESSAGE = {"id": "h1", "source": "shop", "payload": "{}"}


def test_a_hook_is_delivered_and_kept(call, event, table, index, monkeypatch):
    asked = []
    monkeypatch.setattr(index.urllib.request, "urlopen",
                        lambda request, timeout: asked.append(request.full_url) or contextlib.nullcontext())
    assert call(event.queue([MESSAGE])) == {"batchItemFailures": []}
    assert asked == ["http://127.0.0.1:9000/in"]
    row = table.row("source#shop", "hook#h1")
    assert (row["payload"], row["outcome"]) == ("{}", "delivered")


def test_what_cannot_be_delivered_comes_again(call, event, table, index, monkeypatch):
    def down(*_args, **_more):
        raise OSError("down")

    monkeypatch.setattr(index.urllib.request, "urlopen", down)
    assert len(call(event.queue([MESSAGE]))["batchItemFailures"]) == 1
    assert table.rows()[0]["outcome"] == "unreachable"
