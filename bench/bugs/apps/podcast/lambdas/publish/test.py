def test_a_ready_episode_is_published(call, table, emitted):
    table.put(pk="show#sea", sk="episode#0007", title="Tides", state="ready", changed="2026-05-01T10:00:00+00:00")
    assert call({"show": "sea", "number": 7}) is True
    assert table.row("show#sea", "episode#0007")["state"] == "published"
    assert emitted == [{"source": "podcast.publish", "topic": "EpisodePublished", "detail": {
        "show": "sea", "number": 7, "title": "Tides", "audio": "audio/sea/7.mp3"}}]


def test_a_draft_is_not(call, table, emitted):
    table.put(pk="show#sea", sk="episode#0007", title="Tides", state="draft", changed="2026-05-01T10:00:00+00:00")
    assert call({"show": "sea", "number": 7}) is False
    assert emitted == []
