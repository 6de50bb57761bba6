FILE = """plate;filled;litres;price
B-AB12;01.05.2026 09:30;41,5;70,92
B-AB12;yesterday;1;2
B-CD34;01.05.2026 10:00;30;51,30
"""


def test_a_file(call, event, tables):
    assert call(event.bucket("fuel/2026-05-01.csv", FILE)) == {"loaded": 2, "bad": 1}
    assert tables["fleet-fuel"].row("B-AB12", "2026-05-01T09:30:00") == {
        "plate": "B-AB12", "filled": "2026-05-01T09:30:00", "litres": 41.5, "price": 70.92}


def test_other_files(event):
    event.bucket("fuel/readme.txt", "a", refused=True)
