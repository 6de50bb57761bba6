import contextlib
import os


def run(app):
    try:
        for amount in (5, -2):
            answer = app.request("POST", "/entries", {"account": "a1", "amount": amount})
            assert answer.status == 201, answer.text
        assert app.request("GET", "/balances/a1").json == {"balance": 3}
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove("/tmp/ledgerdb.sqlite")
