TEXT = "student,points\nann,71\nbo,32\ncem,\n"


def test_grades_are_written(call, event, table, emitted):
    assert call(event.bucket("exams/maths/2026-05-01.csv", TEXT)) == 1
    assert table.row("student#ann", "exam#maths#2026-05-01")["points"] == 71
    assert table.row("student#bo", "exam#maths#2026-05-01")["passed"] is False
    assert [told["detail"]["student"] for told in emitted] == ["ann"]
