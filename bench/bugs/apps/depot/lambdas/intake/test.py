HEAD = "sku,pieces,price,counted\n"


def test_lines_go_to_the_queue_and_the_file_to_done(call, event, bucket, sent):
    dropped = event.bucket("inbox/may day.csv", HEAD + "tea,12,4.50,2026-05-01\ncup,3,12.00,2026-05-01\n")
    assert call(dropped) == {"lines": 2}
    assert sent["stock"][0] == {"sku": "tea", "pieces": "12", "price": "4.50", "counted": "2026-05-01",
                                "file": "inbox/may day.csv"}
    assert bucket.keys() == ["done/may day.csv"]


def test_long_lists_are_sent_in_tens(call, event, sent):
    text = HEAD + "".join(f"sku{number},1,1.00,2026-05-01\n" for number in range(23))
    assert call(event.bucket("inbox/long.csv", text)) == {"lines": 23}
    assert len(sent["stock"]) == 23


def test_a_file_that_is_gone_is_no_error(call, event, bucket):
    dropped = event.bucket("inbox/may.csv", HEAD)
    call(dropped)
    assert call(dropped) == {"lines": 0}


def test_files_that_are_done_are_not_heard(event):
    event.bucket("done/may.csv", refused=True)
