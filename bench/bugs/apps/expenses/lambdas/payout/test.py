import contextlib
import json
from types import SimpleNamespace

DETAIL = {"employee": "ann", "number": "a", "decision": "approved", "email": "ann@firm.example", "total": "5.00",
          "by": "bob@firm.example"}


def test_an_approved_expense_is_paid_once(call, event, table, secret, index, monkeypatch):
    asked = []

    def urlopen(request, timeout):
        asked.append(json.loads(request.data))
        return contextlib.nullcontext(SimpleNamespace(status=201))

    monkeypatch.setattr(index.urllib.request, "urlopen", urlopen)
    secret.put("t0ken")
    table.put(pk="employee#ann", sk="expense#a", email="ann@firm.example", title="Taxi", amount=5, currency="EUR",
              total=5, status="approved", submitted="2026-05-01T10:00:00+00:00")
    batch = event.app(DETAIL, topic="ExpenseDecided")
    assert call(batch) == {"batchItemFailures": []}
    assert call(batch) == {"batchItemFailures": []}
    assert asked == [{"to": "ann@firm.example", "amount": "5", "currency": "EUR"}]
    assert table.row("employee#ann", "expense#a")["status"] == "paid"
