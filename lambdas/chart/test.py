import re
from xml.etree import ElementTree

import pytest


@pytest.fixture
def drawn(call):
    """drawn(["a", 10], ...): the SVG of these bars."""
    return lambda *bars: call({"bars": bars})["svg"]


def test_positive_bars_are_above_zero_and_negative_bars_below(drawn):
    svg = drawn(["a", 10], ["b", -10])
    ElementTree.fromstring(svg)
    (_x, up, height), (_x, down, height_) = [
        map(float, numbers) for numbers in re.findall(r'<rect x="(.*?)" y="(.*?)" width=".*?" height="(.*?)"', svg)]
    assert (up + height, height) == (down, height_)


def test_without_bars_the_drawing_is_empty(drawn):
    assert "<rect" not in drawn()


def test_a_label_is_escaped(drawn):
    assert "<title>&lt;b&gt;: 1.0 °C</title>" in drawn(["<b>", 1])


def test_of_many_bars_only_some_have_a_label(drawn):
    assert drawn(*[[str(at), at] for at in range(48)]).count("<text") == 24
