PAYMENT = {"student": "ann", "reference": "p1", "cents": 2450, "kind": "payment.succeeded"}


def test_payments_are_entered(call, event, tables):
    refund = {"student": "ann", "reference": "p2", "cents": 450, "kind": "payment.refunded"}
    assert call(event.queue([PAYMENT, refund], group="ann")) == {"batchItemFailures": []}
    assert [(row["reference"], row["cents"]) for row in tables["tuition-payments"].rows()] == [("p1", 2450), ("p2", -450)]
