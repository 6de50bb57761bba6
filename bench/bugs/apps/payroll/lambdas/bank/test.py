import gzip
import io
import urllib.request

import pytest


class Reply(io.BytesIO):
    status = 201


@pytest.fixture
def posted(monkeypatch, secret):
    secret.put("s3cret")
    requests = []

    def urlopen(request, timeout):
        requests.append(request)
        return Reply()

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    return requests


def test_a_file(call, tables, buckets, posted):
    for employee, net in (("7", 2570.5), ("8", 0), ("9", 100)):
        tables["payroll-slips"].put(employee=employee, month="2026-05", name="Åse Berg", iban=f"NO{employee}", net=net)
    assert call({"month": "2026-05"}) == {"total": 267050, "status": 201}
    lines = gzip.decompress(buckets["payroll-bank"].bytes("files/2026-05.csv.gz")).decode("latin-1").splitlines()
    assert lines == ["NO7;Åse Berg;257050;Pay 2026-05", "NO9;Åse Berg;10000;Pay 2026-05"]
    assert len(posted[0].get_header("X-signature")) == 64
