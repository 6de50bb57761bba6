import pytest


def test_a_known_school(call, event):
    assert call(event.users("ann@School.example"))["response"]["autoConfirmUser"] is True


def test_a_person_without_a_school(call, event):
    with pytest.raises(ValueError, match="school"):
        call(event.users("ann@example.com"))
