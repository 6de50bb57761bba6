import gzip

HEAD = "product;units;kilos;best_before;allergens\n"


def test_lines_are_batches(call, event, tables):
    result = call(event.bucket("inbox/south/shop.csv", HEAD + "Rice;10;5,5;2090-01-01;\nBread;3;1;2090-01-02;gluten|milk\n"))
    assert result == {"loaded": 2, "bad": 0}
    assert tables["foodbank-goods"].row("south", "shop#0001") == {
        "depot": "south", "batch": "shop#0001", "product": "rice", "units": 10, "kilos": 5.5,
        "best_before": "2090-01-01", "allergens": []}
    assert tables["foodbank-goods"].row("south", "shop#0002")["allergens"] == ["gluten", "milk"]


def test_a_list_may_be_compressed(call, event, bucket, tables):
    made = event.bucket("inbox/south/shop.csv.gz")
    bucket.put_object(Key="inbox/south/shop.csv.gz", Body=gzip.compress((HEAD + "Rice;10;5;2090-01-01;\n").encode("utf-8-sig")))
    assert call(made)["loaded"] == 1
    assert tables["foodbank-goods"].row("south", "shop#0001")["product"] == "rice"


def test_bad_lines_are_kept(call, event, bucket):
    result = call(event.bucket("inbox/south/shop.csv", HEAD + "Rice;ten;5;2090-01-01;\nRice;1;much;2090-01-01;\n"))
    assert result == {"loaded": 0, "bad": 2}
    assert bucket.text("bad/south/shop.csv").startswith("product,units,kilos,best_before,allergens,error\r\nRice,ten,")
