TEXT = """id;email;name;purpose;amount;date
1;ann@example.com;Ann;School 2026;25,00;2026-05-01
2;bank@example.com;Bank;fee;-1,50;2026-05-01
"""


def test_a_statement(call, event, sent):
    assert call(event.bucket("statements/2026-05-01.csv", TEXT)) == 1
    assert sent["record"] == [{"gift": "bank-1", "email": "ann@example.com", "name": "Ann", "campaign": "school",
                               "amount": "25.00", "given": "2026-05-01T00:00:00+00:00"}]
