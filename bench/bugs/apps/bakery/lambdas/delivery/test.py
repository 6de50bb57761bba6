TEXT = """article;lot;best before;kg
Rye-Flour;77;01.02.2099;25,5
Salt;9;2099-01-01;10
Salt;8;01.01.2099;0
"""


def test_a_note(call, event, tables, bucket):
    assert call(event.bucket("deliveries/mill/12.csv", TEXT)) == {"good": 1, "bad": 2}
    [row] = tables["bakery-stock"].rows()
    assert (row["ingredient"], row["batch"], row["best_before"], row["grams"]) == ("rye-flour", "mill-77", "2099-02-01", 25500)
    assert bucket.text("refused/mill/12.txt").split("\n")[1] == "line 4: no weight"
