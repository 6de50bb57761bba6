def row(number, state):
    return {"pk": "show#sea", "sk": f"episode#{number:04d}", "title": "Tides & Co", "state": state, "size": 3,
            "changed": "2026-05-01T10:00:00+00:00"}


def test_a_feed_has_the_published_episodes(call, event, table, website):
    table.put(row(1, "published"))
    table.put(row(2, "draft"))
    call(event.table(old=row(1, "ready"), new=row(1, "published")))
    feed = website.text("feeds/sea.xml")
    assert "<title>Tides &amp; Co</title>" in feed
    assert feed.count("<item>") == 1
    assert "Fri, 01 May 2026 10:00:00 +0000" in feed
