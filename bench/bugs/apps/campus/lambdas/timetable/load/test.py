import io
import json
import zipfile


def archive(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as writer:
        for name, text in files.items():
            writer.writestr(f"{name}.csv", text)
        writer.writestr("readme.txt", "a timetable")
    return content.getvalue()


MONDAY = "\ufefftime,room,course,lesson\n09:00,r1,art,Painting\n25:00,r1,art,\n10:00,r1,music,\n"


def test_a_timetable(call, event, table, bucket):
    content = archive(mon=MONDAY, sun="time,room,course,lesson\n09:00,r1,art,x\n")
    report = {"lessons": 2, "days": {"mon": 2}, "errors": ["mon.csv:3"]}
    assert call(event.bucket("inbox/2026a/0f.zip", content)) == report
    assert [(row["pk"], row["sk"], row["lesson"]) for row in sorted(table.rows(), key=lambda row: row["sk"])] == [
        ("term#2026a", "lesson#mon#09:00#r1", "Painting"), ("term#2026a", "lesson#mon#10:00#r1", "Music")]
    assert json.loads(bucket.text("reports/2026a/0f.json")) == report


def test_many_lessons(call, event, table):
    lines = "".join(f"{8 + number // 6:02}:{number % 6 * 10:02},r1,art,Art\n" for number in range(40))
    content = archive(tue="time,room,course,lesson\n" + lines + "08:00,r1,music,\n")
    assert call(event.bucket("inbox/2026a/1.zip", content))["lessons"] == 41
    assert len(table.rows()) == 40


def test_reports_are_no_timetables(event):
    event.bucket("reports/2026a/0f.json", "{}", refused=True)
