import hashlib
import hmac


def test_a_known_device(call, event, secret):
    secret.put("k")
    signature = hmac.new(b"k", b"B-AB12", hashlib.sha256).hexdigest()
    response = call(event.authorizer(f"B-AB12.{signature}", path="/positions"))
    assert response.allows


def test_a_wrong_signature(call, event, secret):
    secret.put("k")
    assert not call(event.authorizer("B-AB12.abc", path="/positions")).allows
