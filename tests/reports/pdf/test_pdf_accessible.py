"""The PDF keeps what a machine can check of PDF/UA-1, and the checks find what is damaged."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from matterhorn import problems
from pikepdf import Array, Dictionary, Name
from report_views import ABOUT, CALLS, REGISTER, REPORT, VICTIMS, chart, long_report
from tagged_pdf import TaggedPdf

from openpeel.reports.output.tagged_rows import tag_row_headers
from openpeel.reports.output.typesetting import pdf


def test_nothing_a_machine_can_check_is_wrong(read: TaggedPdf) -> None:
    assert problems(read) == []


def test_a_report_of_many_pages_is_as_good() -> None:
    report, charts = long_report(areas=2, findings=3, charts=1)
    assert problems(TaggedPdf(pdf(report, charts, ABOUT, REGISTER))) == []


def test_a_report_with_next_to_nothing_in_it_is_as_good() -> None:
    report = replace(
        REPORT, areas=(VICTIMS,), grades=(VICTIMS.grade,), notices=(), summary=(), changes=(),
        observations=(), not_comparable=(), front_notes=(), figures=(), evidence=(),
        simulated=False,
    )  # fmt: skip
    about = ABOUT | {
        "sources": [], "coverage": [], "charts": [], "populations": "", "survey": None,
        "audits": [], "documents": [],
    }  # fmt: skip
    nothing = {"on": "2022-04-21", "on_words": "21 April 2022", "groups": [], "history": []}
    assert problems(TaggedPdf(pdf(report, {}, about, nothing))) == []


def test_the_file_is_sound_though_its_rows_were_tagged_afterwards(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made), attempt_recovery=False) as opened:
        assert opened.check_pdf_syntax() == []


def test_rows_of_a_file_that_packs_its_objects_are_refused() -> None:
    packed = io.BytesIO()
    empty = pikepdf.new()
    empty.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pytest.raises(ValueError, match="no plain table of offsets"):
        tag_row_headers(packed.getvalue())


def elements(opened: pikepdf.Pdf, *types: str) -> list[Dictionary]:
    return [
        held
        for held in opened.objects
        if isinstance(held, Dictionary) and str(held.get("/S", ""))[1:] in types
    ]


def drop(key: str, *types: str) -> Callable[[pikepdf.Pdf], None]:
    def damage(opened: pikepdf.Pdf) -> None:
        del elements(opened, *types)[0][key]

    return damage


def rename(old: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    def damage(opened: pikepdf.Pdf) -> None:
        elements(opened, old)[-1].S = Name("/" + new)

    return damage


def without(key: str) -> Callable[[pikepdf.Pdf], None]:
    def damage(opened: pikepdf.Pdf) -> None:
        del opened.Root[key]

    return damage


def untag_a_page(opened: pikepdf.Pdf) -> None:
    page = opened.pages[0]
    kept = [
        step
        for step in pikepdf.parse_content_stream(page)
        if str(step[1]) not in ("BDC", "BMC", "EMC")
    ]
    page.Contents = opened.make_stream(pikepdf.unparse_content_stream(kept))


def silence_a_link(opened: pikepdf.Pdf) -> None:
    del opened.pages[1].Annots[0]["/Contents"]


def untag_a_link(opened: pikepdf.Pdf) -> None:
    link = elements(opened, "Link")[0]
    link.K = Array([kid for kid in link.K if not isinstance(kid, Dictionary)])


def unembed_a_font(opened: pikepdf.Pdf) -> None:
    held = next(o for o in opened.objects if isinstance(o, Dictionary) and "/FontFile3" in o)
    del held["/FontFile3"]


def mute_a_font(opened: pikepdf.Pdf) -> None:
    fonts = (o for o in opened.objects if isinstance(o, Dictionary) and "/ToUnicode" in o)
    del next(fonts)["/ToUnicode"]


def empty_metadata(opened: pikepdf.Pdf) -> None:
    opened.Root.Metadata = opened.make_stream(b"<x/>")


DAMAGES = {
    "01-001": without("/MarkInfo"),
    "01-005": untag_a_page,
    "02-001": rename("P", "Wording"),
    "06-001": without("/Metadata"),
    "06-002": empty_metadata,
    "06-003": empty_metadata,
    "07-001": without("/ViewerPreferences"),
    "09-004": rename("TR", "P"),
    "09-005": rename("LBody", "P"),
    "10-001": mute_a_font,
    "11-006": without("/Lang"),
    "13-004": drop("/Alt", "Figure"),
    "14-003": rename("H2", "H5"),
    "15-003": drop("/A", "TH"),
    "19-003": drop("/ID", "Note"),
    "28-011": untag_a_link,
    "28-012": silence_a_link,
    "31-009": unembed_a_font,
    "31-027": mute_a_font,
}


@pytest.fixture(scope="module")
def short() -> bytes:
    """A file that has one of everything."""
    return pdf(REPORT, {CALLS: chart(forces=8)}, ABOUT, {"groups": []})


@pytest.mark.parametrize("number", DAMAGES)
def test_a_damage_is_found_under_its_number(number: str, short: bytes) -> None:
    opened = pikepdf.open(io.BytesIO(short))
    DAMAGES[number](opened)
    damaged = io.BytesIO()
    opened.save(damaged)
    assert number in {problem[:6] for problem in problems(TaggedPdf(damaged.getvalue()))}
