"""What every chart keeps to, whatever its kind."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import chart_samples as sample
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.charts import Chart, stylesheet
from openpeel.charts.svg import escape

SVG = sample.SVG
CHARTS = sample.all_charts()
KINDS = [f"{type(chart).__name__}-{i}" for i, chart in enumerate(CHARTS)]
each_chart = pytest.mark.parametrize("chart", CHARTS, ids=KINDS)
each_chart_of_forces = pytest.mark.parametrize(
    "chart",
    [chart for chart in CHARTS if hasattr(chart, "highlight")],
    ids=lambda chart: type(chart).__name__,
)
each_width = pytest.mark.parametrize("width", [720, 360])


@each_chart
@each_width
def test_a_chart_names_and_describes_itself(chart: Chart, width: int) -> None:
    tree = sample.parse(chart, width)
    ids = {e.get("id"): e.text for e in tree if e.get("id")}
    first, second = tree.get("aria-labelledby", "").split()
    assert ids[first] == chart.title
    assert ids[second] == chart.description
    assert tree.get("width") == "100%"
    assert float(tree.get("viewBox", "").split()[2]) == width + 4


@each_chart
@each_width
def test_ids_differ_between_charts_and_widths(chart: Chart, width: int) -> None:
    others = [c.svg(w) for c in CHARTS for w in (720, 360) if (type(c), w) != (type(chart), width)]
    mine = set(re.findall(r' id="([^"]+)"', chart.svg(width)))
    assert mine
    assert not any(mine & set(re.findall(r' id="([^"]+)"', other)) for other in others)


@each_chart
def test_the_same_chart_gives_the_same_bytes(chart: Chart) -> None:
    again = replace(chart)
    assert again.svg(360) == chart.svg(360)
    assert again.csv() == chart.csv()


@each_chart
def test_nothing_is_fetched_and_nothing_runs(chart: Chart) -> None:
    drawn = chart.svg(standalone=True)
    assert "<script" not in drawn and "style=" not in drawn and "<image" not in drawn
    addresses = re.findall(r'(?:https?:)?//[^"\s)]+', drawn)
    assert set(addresses) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"url\((?!#)", drawn)


@each_chart_of_forces
@each_width
def test_a_force_without_a_value_is_named_and_never_drawn(chart: Chart, width: int) -> None:
    tree = sample.parse(chart, width)
    assert any(sample.MISSING in line and "[z]" in line for line in sample.texts(tree))
    group = sample.rows(tree).get(sample.MISSING)
    if group is not None:  # a map shows where the force is, hatched and without a number
        shape = next(e for e in group.iter() if e.tag in (f"{SVG}rect", f"{SVG}path"))
        assert shape.get("fill", "").endswith("-hatch)")
        assert not any(re.search(r"\d", words) for words in sample.texts(group))
    table = chart.table()
    keys = [column.key for column in table.columns]
    missing = next(row for row in table.rows if sample.MISSING in row)
    assert missing[keys.index("value")] is None
    assert missing[keys.index("status")] == "[z]"


@each_chart_of_forces
@each_width
def test_a_partial_value_is_hollow_and_carries_its_code(chart: Chart, width: int) -> None:
    tree = sample.parse(chart, width)
    assert list(sample.with_class(sample.rows(tree)[sample.PARTIAL], "hollow"))
    assert f"[p] partial: {sample.PARTIAL}" in sample.texts(tree)


@each_chart
def test_the_csv_holds_the_numbers_of_the_table_in_full(chart: Chart) -> None:
    table = chart.table()
    read = list(csv.DictReader(io.StringIO(chart.csv())))
    assert len(read) == len(table.rows)
    for row, written in zip(table.rows, read, strict=True):
        for column, cell in zip(table.columns, row, strict=True):
            if column.is_number and cell is not None:
                assert float(written[column.key]) == cell
            elif cell is None:
                assert written[column.key] == ""


@each_chart
@each_width
def test_every_value_of_the_table_can_be_read_in_the_drawing(chart: Chart, width: int) -> None:
    table = chart.table()
    at = [column.key for column in table.columns].index("value")
    drawn = " ".join(sample.parse(chart, width).itertext())
    shown = [row[at] for row in table.text_rows() if row[at]]
    if isinstance(chart, sample.TrendChart):  # other forces are faint lines without figures
        shown = [row[at] for row in table.text_rows() if row[at] and row[0] == sample.OWN]
    assert shown
    assert all(re.search(rf"(?<![\d.]){re.escape(value)}(?!\d)", drawn) for value in shown)


@each_chart
def test_hostile_words_stay_words(chart: Chart) -> None:
    hostile = replace(
        chart,
        title=sample.HOSTILE,
        subtitle=sample.HOSTILE,
        source=sample.HOSTILE,
        description=sample.HOSTILE,
        missing=((sample.HOSTILE, sample.HOSTILE),),
    )
    drawn = hostile.svg()
    assert "<script" not in drawn
    assert ET.fromstring(drawn).findtext(f"{SVG}title") == sample.HOSTILE.removesuffix("\x00")


def test_hostile_names_and_addresses_of_forces_stay_words() -> None:
    bad = sample.HOSTILE
    for chart in (
        sample.bar_chart(bars=(sample.Bar(bad, bad, 1.0, note=bad, href=f'/"{bad}'),)),
        sample.funnel_plot(points=(sample.FunnelPoint(bad, bad, 9.0, 1.0, mark="above"),)),
        sample.trend_chart(series=sample.series(bad, [1.0, 2.0])),
        sample.tile_map(places=(sample.Place(bad, bad, bad, 1.0, status=bad),)),
        sample.interval_plot(rows=(sample.IntervalRow(bad, 1.0, note=bad),)),
    ):
        drawn = chart.svg()
        assert "<script" not in drawn
        ET.fromstring(drawn)


@given(st.text())
def test_any_text_becomes_well_formed(words: str) -> None:
    tree = ET.fromstring(f'<t a="{escape(words)}">{escape(words)}</t>')
    assert not re.search("[\x00-\x08]", "".join(tree.itertext()))


def test_a_chart_with_links_is_a_group_and_one_without_an_image() -> None:
    """Links inside an image would be hidden from assistive technology."""
    assert sample.parse(sample.bar_chart()).get("role") == "group"
    assert sample.parse(sample.interval_plot()).get("role") == "img"


@each_chart
def test_a_page_may_print_the_headings_itself(chart: Chart) -> None:
    bare = ET.fromstring(chart.svg(headings=False))
    assert not list(sample.with_class(bare, "headline"))
    assert f"Source: {chart.source}" not in sample.texts(bare)
    assert bare.findtext(f"{SVG}title") == chart.title


@each_chart
def test_a_file_of_its_own_carries_the_stylesheet(chart: Chart) -> None:
    assert ET.fromstring(chart.svg(standalone=True)).findtext(f"{SVG}style") == stylesheet()


@each_chart
def test_every_look_is_in_the_stylesheet(chart: Chart) -> None:
    css = stylesheet()
    used = {
        look
        for element in sample.parse(chart).iter()
        for look in element.get("class", "").split()
        if look not in ("chart", "row", "place", "target")
    }
    assert used and not {look for look in used if not re.search(rf"\.{look}\b", css)}


def test_every_colour_has_a_fallback_and_forced_colours_are_served() -> None:
    css = stylesheet()
    assert all("," in use for use in re.findall(r"var\(([^)]*)\)", css))
    assert "@media (forced-colors: active)" in css


@each_chart
def test_coordinates_have_at_most_one_decimal(chart: Chart) -> None:
    drawn = re.sub(r"<(title|desc|text)[ >].*?</\1>", "", chart.svg())
    numbers = re.findall(r'(?: (?:x|y|width|height|r|cx|cy|d|viewBox)="[^"]*)', drawn)
    assert numbers and not any(re.search(r"\.\d\d", number) for number in numbers)


@pytest.mark.parametrize(
    "empty",
    [
        sample.bar_chart(bars=()),
        sample.bar_chart(bars=(), lines=None, national=None),
        sample.funnel_plot(points=()),
        sample.trend_chart(series=sample.series("Kent", [])),
        sample.tile_map(places=()),
        sample.outline_map(places=()),
        sample.interval_plot(rows=()),
    ],
    ids=lambda chart: type(chart).__name__,
)
@each_width
def test_an_empty_chart_says_so(empty: Chart, width: int) -> None:
    assert any(re.match("(No|There is no) ", words) for words in sample.texts(
        sample.parse(empty, width)
    ))  # fmt: skip
    assert empty.csv().count("\n") >= 1
