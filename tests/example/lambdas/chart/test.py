import re
from xml.etree import ElementTree

import pytest


@pytest.fixture
def drawn(call):
    """drawn(["a", 10], ...): the SVG of these bars."""
    return lambda *bars: call({"bars": bars})["svg"]


def test_bars_stand_on_zero_or_hang_from_it(drawn):
    svg = drawn(["a", 10], ["b", -10])
    ElementTree.fromstring(svg)
    (_x, up, height), (_x, down, height_) = [
        map(float, one) for one in re.findall(r'<rect x="(.*?)" y="(.*?)" width=".*?" height="(.*?)"', svg)]
    assert (up + height, height) == (down, height_)


def test_nothing_to_draw_is_an_empty_drawing(drawn):
    assert "<rect" not in drawn()


def test_a_label_cannot_break_the_drawing(drawn):
    assert "<title>&lt;b&gt;: 1.0 °C</title>" in drawn(["<b>", 1])


def test_labels_thin_out_when_there_are_many_bars(drawn):
    assert drawn(*[[str(at), at] for at in range(48)]).count("<text") == 24
