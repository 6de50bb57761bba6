import io
import urllib.error
import urllib.request

import pytest

MESSAGE = {"sailing": "sund-a", "key": "manifests/2099-07-01/sund-a.csv", "souls": 5}


class Reply(io.BytesIO):
    status = 202


@pytest.fixture
def posted(monkeypatch):
    requests = []

    def urlopen(request, timeout):
        if "broken" in request.get_header("X-sailing"):
            raise urllib.error.URLError("no route to host")
        requests.append(request)
        return Reply()

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    return requests


def test_a_list(call, event, bucket, posted):
    bucket.put(MESSAGE["key"], "booking,name,seats\n")
    assert call(event.queue([MESSAGE])) == {"batchItemFailures": []}
    assert posted[0].data == b"booking,name,seats\n"
    assert posted[0].get_header("X-souls") == "5"


def test_one_of_two_fails(call, event, bucket, posted):
    bucket.put(MESSAGE["key"], "booking,name,seats\n")
    answer = call(event.queue([{**MESSAGE, "sailing": "broken"}, MESSAGE]))
    assert len(answer["batchItemFailures"]) == 1
    assert len(posted) == 1
