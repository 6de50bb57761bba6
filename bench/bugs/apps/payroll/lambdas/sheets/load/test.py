SHEET = "employee;day;hours\n7;2026-05-04;7,5\n8;2026-05-04;8\n"


def test_a_sheet(call, event, table):
    assert call(event.bucket("inbox/2026-05/saw mill.csv", SHEET)) == {"batchItemFailures": []}
    assert table.rows() == [{"pk": "employee#7", "sk": "day#2026-05-04", "hours": 7.5},
                            {"pk": "employee#8", "sk": "day#2026-05-04", "hours": 8}]


def test_a_broken_sheet(call, event):
    assert len(call(event.bucket("inbox/2026-05/saw.csv", "a;b\n1;2\n"))["batchItemFailures"]) == 1


def test_other_files(event):
    event.bucket("inbox/2026-05/notes.txt", refused=True)
