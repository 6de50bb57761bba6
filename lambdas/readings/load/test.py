from .index import handler

EVENT = {"detail": {"object": {"key": "inbox/may day.csv"}}}


def dropped(app, *lines):
    app.bucket.put_object(Key="inbox/may day.csv", Body="\n".join(["station,time,celsius", *lines]).encode())
    return handler(EVENT, None)


def keys(app):
    return sorted(one.key for one in app.bucket.objects.all())


def test_good_rows_go_to_the_table_and_the_file_to_done(app):
    assert dropped(app, "oslo,2026-05-01T12:00Z,11.5", "bergen,2026-05-01T12:00Z,-8") == {"good": 2, "bad": 0}
    assert [(row["pk"], float(row["celsius"])) for row in app.rows()] == [("bergen", -8), ("oslo", 11.5)]
    assert keys(app) == ["done/may day.csv"]


def test_bad_rows_are_kept_with_their_reason(app):
    assert dropped(app, "oslo,2026-05-01T12:00Z,11.5", "oslo,noon,11", "oslo,2026-05-01T13:00Z,warm",
                   "oslo,2026-05-01T14:00Z,99", "oslo,2026-05-01T12:00Z,12", "oslo") == {"good": 1, "bad": 5}
    assert keys(app) == ["bad/may day.csv", "done/may day.csv"]
    assert app.bucket.Object("bad/may day.csv").get()["Body"].read().decode().splitlines() == [
        "station,time,celsius,reason",
        "oslo,noon,11,time is not like 2026-05-01T12:00Z",
        "oslo,2026-05-01T13:00Z,warm,celsius is not a number",
        "oslo,2026-05-01T14:00Z,99,celsius is not from -90 to 60",
        "oslo,2026-05-01T12:00Z,12,the table has another reading for that minute",
        "oslo,,,time is not like 2026-05-01T12:00Z"]


def test_an_event_that_comes_twice_changes_nothing(app):
    dropped(app, "oslo,2026-05-01T12:00Z,11.5")
    assert handler(EVENT, None) == {}
    assert keys(app) == ["done/may day.csv"]
