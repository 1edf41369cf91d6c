import math
from xml.etree import ElementTree as ET

from nlp.report.charts import Bar, Part, axis_svg, bars_svg, parts_svg, scale_end


def drawn(svg, tag):
    return [element for element in ET.fromstring(svg).iter() if element.tag == tag]


def test_bar_and_whisker_stand_where_the_figures_say():
    """
    On a scale to 40%, a share of 20% fills half, its whisker runs from 10% to 30%.
    """
    svg = bars_svg([Bar(0.2, 0.1, 0.3, "Cost 20%", "bar")], 0.4)
    assert ["50%"] == [bar.get("width") for bar in drawn(svg, "rect")]
    whisker = next(line for line in drawn(svg, "line") if line.get("class") == "whisker")
    assert ("25%", "75%") == (whisker.get("x1"), whisker.get("x2"))


def test_what_has_no_share_has_no_bar():
    """
    A finding that was not coded leaves its place empty.
    """
    svg = bars_svg([Bar(math.nan, math.nan, math.nan, "not coded", "")], 0.4)
    assert [] == drawn(svg, "rect")


def test_drawing_can_be_heard():
    """
    A screen reader is told the figures.
    """
    svg = bars_svg([Bar(0.2, 0.1, 0.3, "Cost 20%", "bar")], 0.4)
    assert "Cost 20%" == ET.fromstring(svg).get("aria-label")


def test_labels_are_escaped():
    """
    A label that looks like markup stays text.
    """
    label = '"><script>alert(1)</script>'
    svg = bars_svg([Bar(0.2, 0.1, 0.3, label, "bar")], 0.4)
    assert label == drawn(svg, "title")[0].text


def test_parts_fill_the_whole():
    """
    Parts lie end to end.
    """
    svg = parts_svg([Part(0.25, "codable 1", "codable"), Part(0.75, "empty 3", "empty")])
    assert [("0%", "25%"), ("25%", "75%")] == [
        (part.get("x"), part.get("width")) for part in drawn(svg, "rect")
    ]


def test_scale_is_round_and_large_enough():
    """
    A scale holds the longest whisker, and its steps are whole percents.
    """
    assert 1.0 == scale_end([0.97, math.nan])
    assert ["0%", "5%", "10%", "15%", "20%"] == [
        text.text for text in drawn(axis_svg(0.2), "text")
    ]
