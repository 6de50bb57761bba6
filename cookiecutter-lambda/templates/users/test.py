import pytest


def test_an_address_of_the_domain_may_sign_up(call, event):
    assert call(event.users("ann@example.com"))["response"]["autoConfirmUser"] is False


def test_another_address_may_not(call, event):
    with pytest.raises(Exception, match="Sign up with an address of example.com"):
        call(event.users("eve@example.org"))


def test_an_administrator_may_add_any_user(call, event):
    call(event.users("eve@example.org", source="PreSignUp_AdminCreateUser"))
