"""The tidy CSV files: columns, order, numbers, missing values, formulas."""

import csv
import io
import math
from dataclasses import replace
from datetime import date
from statistics import geometric_mean

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.measures.values import Release
from openpeel.releases.exports.numbers import printed, rounded
from openpeel.releases.exports.tidy import cell, comparisons_csv, values_csv
from openpeel.statistics import outlier_lines

VALUES_HEADER = (
    "measure,force_code,force,area_code,period_start,period_end,group,numerator,denominator,value,"
    "lower,upper,level,method,unit,status,forces,without,measure_version,figure"
)
COMPARISONS_HEADER = (
    "measure,period_start,period_end,group,force_code,value,status,line_scale,line_reading,"
    "w_raw,p_raw,w_log,p_log,line_mean,line_lower,line_upper,z,line_mark,funnel_target,"
    "funnel_lower_998,funnel_upper_998,phi,tau2,funnel_mark,peer_value,rank_lower,rank_upper"
)


SCORES = [8, 9, 10, 11, 12, 10, 19]  # their logs pass Shapiro-Wilk, they do not


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_values_csv_as_it_is_published(release: Release) -> None:
    charged, residents = (m.signature for m in release.measures.values())
    year = "2019-04-01,2020-03-31"
    assert values_csv(release) == "\n".join(
        (
            VALUES_HEADER,
            f"charged,E23000001,Metropolitan Police,,{year},,71267,899155,7.925997186,7.870339228,"
            f"7.982014648,0.95,wilson,percent,ok,,,{charged},charged.metropolitan.2020-03-31",
            f"charged,E23000002,Cumbria,,{year},,0,49978,0,0,"
            f"0.007685708867,0.95,wilson,percent,ok,,,{charged},charged.cumbria.2020-03-31",
            f"charged,E23000016,West Mercia,,{year},,1,3,33.33333333,6.149194472,"
            f"79.23403992,0.95,wilson,percent,ok,,,{charged},charged.west-mercia.2020-03-31",
            f"charged,E23000034,City of London,,{year},,,,,,,,,percent,c,,,{charged},"
            "charged.city-of-london.2020-03-31",
            f"charged,K04000001,England and Wales,,{year},,71268,949136,7.508723723,7.455878262,"
            f"7.561913135,0.95,wilson,percent,ok,41,City of London; South Wales,{charged},"
            "charged.england-and-wales.2020-03-31",
            f"charged,W15000003,North Wales,,{year},,,,,,,,,percent,x,,,{charged},"
            "charged.north-wales.2020-03-31",
            "residents,E23000016,West Mercia,,2018-04-01,2019-03-31,,1000000,,1000000,,,,,count,"
            "ok,,,"
            f"{residents},residents.west-mercia.2019-03-31",
            f"residents,E23000016,West Mercia,,{year},,1298422,,1298422,,,,,count,ok,,,"
            f"{residents},residents.west-mercia.2020-03-31",
            f"residents,K04000001,England and Wales,,{year},,59719724,,59719724,,,,,count,ok,43,,"
            f"{residents},residents.england-and-wales.2020-03-31",
            "",
        )
    )


def test_comparisons_csv_has_its_columns_and_a_row_a_force(release: Release) -> None:
    text = comparisons_csv(release)
    assert text.splitlines()[0] == COMPARISONS_HEADER
    assert [row["force_code"] for row in rows(text)] == [
        "E23000001", "E23000002", "E23000016", "E23000034", "W15000003",
    ]  # fmt: skip


def test_funnel_target_is_in_the_unit_of_the_measure(release: Release) -> None:
    """71,268 of 949,136 is 7.5%: the statistics hold 0.075, the file 7.5."""
    assert {row["funnel_target"] for row in rows(comparisons_csv(release))} == {"7.508723723"}


def test_mean_of_lines_made_on_logs_is_turned_back(
    release: Release,
) -> None:
    logged = replace(release.comparisons[0], lines=outlier_lines(SCORES))
    row = rows(comparisons_csv(replace(release, comparisons=(logged,))))[0]
    assert (row["line_scale"], row["line_mean"]) == ("log", printed(geometric_mean(SCORES)))
    assert float(row["line_lower"]) < float(row["line_mean"]) < float(row["line_upper"])


def test_the_scale_of_lines_stands_with_the_test_that_chose_it(release: Release) -> None:
    lines = outlier_lines(SCORES)
    logged = replace(release.comparisons[0], lines=lines)
    row = rows(comparisons_csv(replace(release, comparisons=(logged,))))[0]
    assert row["line_reading"] == "passes"
    told = (row["w_raw"], row["p_raw"], row["w_log"], row["p_log"])
    assert told == tuple(map(printed, (lines.w_raw, lines.p_raw, lines.w_log, lines.p_log)))
    assert float(row["p_raw"]) < lines.alpha <= float(row["p_log"])


def test_mean_of_plain_lines_stays(release: Release) -> None:
    row = rows(comparisons_csv(release))[0]
    assert (row["line_scale"], row["line_mean"]) == ("raw", "13.75311017")


def test_without_a_funnel_its_columns_are_empty(release: Release) -> None:
    bare = replace(release.comparisons[0], funnel=None)
    for row in rows(comparisons_csv(replace(release, comparisons=(bare,)))):
        assert row["funnel_target"] == row["phi"] == row["tau2"] == ""


def test_missing_is_an_empty_cell_and_zero_is_zero(release: Release) -> None:
    by_force = {row["force"]: row for row in rows(values_csv(release)) if row["value"] != "1"}
    assert by_force["Cumbria"]["value"] == "0"
    for force in ("City of London", "North Wales"):
        numbers = ("numerator", "denominator", "value", "lower", "upper", "level")
        assert [by_force[force][name] for name in numbers] == [""] * 6
    for text in (values_csv(release), comparisons_csv(release)):
        cells = {item.lower() for line in csv.reader(io.StringIO(text)) for item in line}
        assert not cells & {"nan", "none", "inf", "-inf", "null"}


@pytest.mark.parametrize("number", [None, math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_an_empty_cell(number: float | None) -> None:
    assert printed(number) == ""


def test_order_of_values_in_memory_does_not_matter(release: Release) -> None:
    turned = replace(release, values=release.values[::-1], comparisons=release.comparisons[::-1])
    assert values_csv(turned) == values_csv(release)
    assert comparisons_csv(turned) == comparisons_csv(release)


def test_duckdb_reads_the_same_numbers_and_dates(release: Release, tmp_path) -> None:
    path = tmp_path / "values.csv"
    path.write_text(values_csv(release), encoding="utf-8", newline="")
    read = duckdb.sql(f"select period_end, value from read_csv('{path}') where force = 'Cumbria'")
    assert read.fetchall() == [(date(2020, 3, 31), 0.0)]
    total = duckdb.sql(f"select count(*), count(value), sum(value) from read_csv('{path}')")
    expected = [rounded(v.value) for v in release.values if v.value is not None]
    assert total.fetchall() == [(9, 7, pytest.approx(sum(expected), rel=1e-15))]


def test_text_with_commas_and_quotes_comes_back(release: Release) -> None:
    odd = 'Devon, "and" Cornwall'
    value = replace(release.values[0], force=odd)
    assert rows(values_csv(replace(release, values=(value,))))[0]["force"] == odd


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t"])
def test_a_row_is_one_line(release: Release, end: str) -> None:
    value = replace(release.values[0], force=f"Devon{end}Cornwall")
    text = values_csv(replace(release, values=(value,)))
    assert rows(text)[0]["force"] == "Devon Cornwall"
    assert len(text.splitlines()) == 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r\n@"])
def test_text_that_looks_like_a_formula_is_escaped(release: Release, start: str) -> None:
    value = replace(release.values[0], group=f"{start}cmd|' /C calc'!A0")
    read = rows(values_csv(replace(release, values=(value,))))[0]["group"]
    assert read == f"'{start.strip()}cmd|' /C calc'!A0"


def test_a_negative_number_is_not_taken_for_a_formula() -> None:
    assert cell(-1.5) == "-1.5"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_reads_back_to_ten_digits(number: float) -> None:
    read = float(printed(number))
    assert read == pytest.approx(number, rel=5.1e-10, abs=0)
    assert printed(read) == printed(number), "printing again changes nothing"


@given(st.integers(-(2**53) + 1, 2**53 - 1))
def test_whole_numbers_are_printed_in_full(number: int) -> None:
    assert printed(float(number)) == printed(number) == str(number)


@given(st.floats(min_value=1e-3, max_value=1e6))
def test_the_last_bits_of_a_float_do_not_show(number: float) -> None:
    """Machines may differ there; away from a rounding border the digits are the same."""
    digits = f"{number:.13g}"
    if "5" not in digits.replace(".", "").lstrip("0")[10:11]:
        assert printed(float(digits)) == printed(math.nextafter(float(digits), math.inf))
