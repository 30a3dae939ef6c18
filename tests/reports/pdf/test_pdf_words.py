"""The PDF says what the pages say, in their order, and nothing an author writes is markup."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pikepdf import Dictionary
from report_views import (
    ABOUT,
    CALLS,
    CHARTS,
    PREVENTING,
    REGISTER,
    REPORT,
    TOLD,
    chart,
    figure_words,
    note,
    paragraph,
    words,
)
from tagged_pdf import TaggedPdf

from openpeel.reports.output import typesetting
from openpeel.reports.output.assembling import FindingView, ReportView
from openpeel.reports.output.typesetting import pdf, printable
from openpeel.reports.output.views import BlockView, Part

TEMPLATES = Path(typesetting.__file__).parents[1] / "templates" / "report"


def of(report: ReportView) -> TaggedPdf:
    return TaggedPdf(pdf(report, {CALLS: chart(forces=8)}, ABOUT, REGISTER))


def paragraphs(read: TaggedPdf) -> list[str]:
    return [element.text() for element in read.document.all("P")]


def chapter(read: TaggedPdf, name: str) -> list[tuple[str, str]]:
    """(tag, words) of a chapter's headings, paragraphs and items, notes left out."""
    blocks = [
        (e.type, e.text(("Note", "Lbl", "Figure")))
        for e in read.document.children
        if e.type not in ("TOC", "Title")
    ]
    start = blocks.index(("H1", name))
    rest = [i for i, (tag, _) in enumerate(blocks) if tag == "H1" and i > start]
    return blocks[start : min(rest, default=len(blocks))]


def test_an_area_has_the_words_of_its_page_in_their_order(read: TaggedPdf) -> None:
    assert chapter(read, "Responding to the public") == [
        ("H1", "Responding to the public"),
        ("P", "Requires improvement"),
        ("P", "West Mercia Police requires improvement at responding to the public."),
        ("P", "How well does the force answer those who call it?"),
        ("P", "UPDATE, 8 July 2023: We went back, and the force had put this right."),
        ("H2", "Cause of concern: Callers wait too long"),
        ("P", "Too many callers give up."),
        ("P", "That leaves some of them without help."),
        ("H3", "Recommendation"),
        ("L", "Answer calls within the standard. By 21 July 2022. Status: closed."),
        ("P", "Status: closed. Its history"),
        ("H2", "Area for improvement"),
        ("L", "The force should ask who calls again. Status: open."),
        ("P", "The force answered around half of its calls in time."),
        ("H2", "How calls are counted"),
        ("H2", "Main findings"),
        ("H3", "The force answers emergency calls quickly, and other calls too slowly"),
        (
            "P",
            "Of the calls, almost 20 percent were abandoned, as staff told us; around half, again."
            " See the standard.",
        ),
        ("L", "A point of its own.\nAnother, in italics"),
        ("H4", "Calls that nobody answered"),
        (
            "Div",
            "One call in five is given up\n"
            "Police forces in England and Wales, year ending March 2021, percent\n"
            "4 of 42 forces lie beyond the dotted lines. A line asks a question; it is no grade.\n"
            "Source: data that forces sent: the return of calls. Numbers of this chart.",
        ),
    ]


def test_the_parts_of_a_report_stand_in_the_order_of_its_pages(read: TaggedPdf) -> None:
    assert [words for level, words in read.headings() if level == 1] == [
        "Contents",
        "Summary",
        "Victims of crime",
        "Preventing crime",
        "Responding to the public",
        "About the data",
        "Numbers of the charts",
        "Every figure in this report",
        "What the words rest on",
        "Judgments of West Mercia Police over the years",
        "Causes of concern, recommendations and areas for improvement",
    ]
    assert [words for _, words in chapter(read, "Summary") if _ == "H2"] == [
        "Our judgments",
        "Overall summary",
        "Important changes, and what must not be compared",
        "HM Inspector’s observations",
    ]
    assert chapter(read, "Summary")[-2:] == [
        ("P", "A. Inspector"),
        ("P", "HM Inspector of Constabulary"),
    ]


# Words that lead to another page of the report.
ONLY_ON_PAGES = ", with its parts"


@pytest.mark.parametrize(
    "name", ["home", "area", "about", "figures", "evidence", "history", "register", "notices"]
)
def test_sentences_of_the_pages_templates_are_those_of_the_pdf(name: str, read: TaggedPdf) -> None:
    told = " ".join(read.text(("Figure", "Note", "Lbl")).replace("’", "'").split())
    text = (TEMPLATES / f"{name}.html").read_text(encoding="utf-8")
    branches = re.sub(r"\{% else %\}.*?\{% endif %\}", "{}", text.replace("’", "'"))
    fixed = [" ".join(part.split()) for part in re.split(r"\{[^}]*\}+|<[^>]*>", branches)]
    sentences = [part for part in fixed if len(part) > 40 and not part.startswith(ONLY_ON_PAGES)]
    assert sentences or name in ("notices", "area")
    assert [sentence for sentence in sentences if sentence not in told] == []


def test_a_footnote_stands_where_its_number_first_does(read: TaggedPdf) -> None:
    """The same words on the same figure share a note; numbers begin anew with each chapter."""
    found = next(p for p in read.document.all("P") if p.text().startswith("Of the calls"))
    notes = list(found.all("Note"))
    assert [one.text() for one in notes] == [f"2{TOLD}"]
    numbers = [one.text() for one in found.children if one.type == "Lbl"]
    assert numbers == ["2", "1"]
    assert len(list(read.document.all("Note"))) == 3


def test_footnotes_have_the_numbers_that_the_pages_give(read: TaggedPdf) -> None:
    front = [p for p in paragraphs(read) if p.startswith("I am content")]
    assert front[0].startswith("I am content that nearly a fifth11101 calls")


def test_judgments_are_a_table_with_headers_of_rows_and_columns(read: TaggedPdf) -> None:
    table = next(read.document.all("Table"))
    heads = [(h.text(), str(h.attribute("Table", "Scope"))) for h in table.all("TH")]
    assert heads == [
        ("Area", "/Column"),
        ("Judgment", "/Column"),
        ("Victims of crime", "/Row"),
        ("Preventing crime", "/Row"),
        ("Responding to the public", "/Row"),
    ]
    cells = [cell.text() for cell in table.all("TD")]
    assert cells == ["Not graded", "Good", "Requires improvement"]
    assert not any(cell.attribute("Table", "Headers") for cell in table.all("TD"))


def test_a_judgment_made_elsewhere_says_so() -> None:
    elsewhere = replace(REPORT.grades[1], aside="Judged by another inspection, 2 May 2024.")
    read = of(replace(REPORT, grades=(elsewhere,), elsewhere=1))
    assert any("1 more area was judged by another inspection." in p for p in paragraphs(read))
    table = next(read.document.all("Table"))
    assert list(table.all("TH"))[2].text() == f"Preventing crime\n{elsewhere.aside}"


def test_a_chart_says_its_description_and_its_numbers_stand_in_an_annex(read: TaggedPdf) -> None:
    drawn = list(read.document.all("Figure"))
    assert [str(f.object.Alt) for f in drawn] == [CHARTS[CALLS].chart.description]
    rows = [
        [cell.text() for cell in row.children]
        for table in read.document.all("Table")
        for row in table.all("TR")
        if row.children[0].text().startswith("Force number")
    ]
    assert rows[0] == ["Force number 0", "30.0%", "29.0%", "31.0%", "", "well above average"]
    assert rows[-1] == ["Force number 7", "", "", "", "[x]", ""]
    assert len(rows) == 43


def test_a_table_that_goes_on_repeats_its_header() -> None:
    read = TaggedPdf(pdf(REPORT, {CALLS: chart(forces=60)}, ABOUT, REGISTER))
    assert read.marks.words
    again = [told for told in read.marks.artifacts.values() if "Against the outlier lines" in told]
    assert len(again) == 1


def test_every_page_has_its_number_and_of_a_demonstration_its_warning(read: TaggedPdf) -> None:
    pages = len(read.pdf.pages)
    assert read.marks.words
    for number in range(pages):
        told = read.marks.artifacts[number]
        assert f"Page {number + 1} of {pages}" in told
        assert "Version 1, published on 21 April 2022." in told
        assert told.startswith("Simulated: this is a demonstration.")


def test_a_report_that_is_not_simulated_has_no_such_warning() -> None:
    read = of(replace(REPORT, simulated=False))
    assert "imulated" not in read.text() + "".join(read.marks.artifacts.values())
    assert str(read.pdf.docinfo.Title) == REPORT.title


def test_the_file_tells_its_title_author_language_and_day(read: TaggedPdf) -> None:
    assert str(read.pdf.docinfo.Title) == f"Simulated: {REPORT.title}"
    assert str(read.pdf.docinfo.Author) == "A. Inspector"
    assert str(read.pdf.docinfo.CreationDate) == "D:20220421000000Z"
    assert str(read.root.Lang) == "en-GB"


def test_headings_are_bookmarks(read: TaggedPdf) -> None:
    with read.pdf.open_outline() as outline:
        tops = {item.title: [child.title for child in item.children] for item in outline.root}
    assert tops["Preventing crime"] == ["Main findings"]
    assert "101 calls abandoned, West Mercia: 19.3 percent" in tops["Every figure in this report"]


def test_only_the_fonts_of_the_compiler_are_used(read: TaggedPdf) -> None:
    held = [o for o in read.pdf.objects if isinstance(o, Dictionary) and "/BaseFont" in o]
    names = {re.sub(r"^/\w{6}\+", "", str(o.BaseFont)).removesuffix("-Identity-H") for o in held}
    assert {name.partition("-")[0] for name in names} == {"LibertinusSerif", "DejaVuSansMono"}


def test_words_of_a_figure_lead_to_it_and_others_to_their_place(read: TaggedPdf) -> None:
    """Places keep the pages' addresses; the web is the only thing outside."""
    outside = [
        str(a.A.URI) for page in read.pdf.pages for a in page.obj.get("/Annots", []) if "/A" in a
    ]
    assert outside == ["https://example.org/standard"]
    linked = {e.text() for e in read.document.all("Link")}
    assert {"around half", "staff told us", "Numbers of this chart", "Its history"} <= linked


def test_words_stand_without_a_link_where_the_pdf_has_no_such_place() -> None:
    parts = (figure_words("half", 1, "gone"), words(" and "), Part("web", "there", href="#x"))
    read = of(replace(REPORT, summary=(BlockView("paragraph", parts),)))
    linked = {e.text() for e in read.document.all("Link")}
    assert not linked & {"half", "there"}
    assert any(p.startswith("half") and p.endswith("and there") for p in paragraphs(read))


def test_entries_of_one_id_in_a_register_do_not_stop_the_report() -> None:
    twice = REGISTER["groups"][0] | {"entries": REGISTER["groups"][0]["entries"] * 2}
    read = TaggedPdf(pdf(REPORT, {}, ABOUT, REGISTER | {"groups": [twice]}))
    assert [level for level, told in read.headings() if told.startswith("Closed: Callers")] == [
        3,
        3,
    ]


HOSTILE = (
    "# no heading",
    "= nor this one",
    "$ x^2 $ costs $5",
    "] [ #] )",
    r"\ \u{41} \# C:\folder",
    "@someone <label> <script>alert(1)</script> &amp;",
    "*bold* _it_ `raw` ~ -- --- ... 'single' \"double\"",
    '#sys.inputs.report #import "x.typ"',
    "// no comment /* nor */",
    "+ 1. - item",
    "https://example.org/a_b#c",
    "½ £ € − “quoted” naïve Łódź Ŵyn ﬁ",
    "W" * 300,
)


def test_hostile_words_are_printed_as_they_are() -> None:
    findings = tuple(
        FindingView("x", f"Finding {told}", (paragraph(told), paragraph(figure_words(told, 1))))
        for told in HOSTILE
    )
    area = replace(PREVENTING, findings=findings, notes=(note(1, f"Note {HOSTILE[4]}"),))
    hostile = replace(
        REPORT, title=HOSTILE[3], force=HOSTILE[0], inspector=HOSTILE[5], areas=(area,),
        framework=HOSTILE[2],
    )  # fmt: skip
    read = of(hostile)
    said = paragraphs(read)
    assert [told for told in HOSTILE if told not in said] == []
    assert [told for _, told in read.headings() if told.startswith("Finding ")] == [
        f"Finding {told}" for told in HOSTILE
    ]
    assert str(read.pdf.docinfo.Title) == f"Simulated: {HOSTILE[3]}"
    assert str(read.pdf.docinfo.Author) == HOSTILE[5]
    assert [one.text() for one in read.document.all("Note")][-1] == f"1Note {HOSTILE[4]}"


def test_a_very_long_word_stays_on_the_page() -> None:
    read = of(replace(REPORT, summary=(paragraph("W" * 300),)))
    lines = read.document.children
    held = next(e for e in lines if e.text() == "W" * 300)
    assert held.type == "P"
    page = held.object.Pg.Contents.read_bytes()
    # In one line, 300 letters would be one string of text; broken, they are several.
    assert page.count(b"Tj") + page.count(b"TJ") > 40


def test_words_from_right_to_left_are_set_from_the_right() -> None:
    """Fonts of the compiler have Hebrew and Arabic; a PDF holds their letters as they are seen."""
    read = of(replace(REPORT, summary=(paragraph("שלום עולם"), paragraph("مرحبا"))))
    said = paragraphs(read)
    assert "שלום עולם"[::-1] in said
    assert "مرحبا"[::-1] in said


def test_a_character_that_no_font_has_is_named() -> None:
    told = printable({"words": ["\N{GRINNING FACE} and 中", "tab\tand\nline", "x\x01\u202ey"]})
    assert told == {
        "words": [
            "[U+1F600 GRINNING FACE] and [U+4E2D CJK UNIFIED IDEOGRAPH-4E2D]",
            "tab and line",
            "xy",
        ]
    }


def test_the_same_report_is_the_same_file(made: bytes) -> None:
    assert pdf(REPORT, CHARTS, ABOUT, REGISTER) == made


def test_another_process_makes_the_same_file(made: bytes) -> None:
    told = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from report_views import *; from openpeel.reports.output.typesetting import pdf;"
        "sys.stdout.buffer.write(pdf(REPORT, CHARTS, ABOUT, REGISTER))"
    )
    here = str(Path(__file__).parent)
    ran = subprocess.run([sys.executable, "-c", told, here], capture_output=True, check=True)
    assert ran.stdout == made


def test_pages_are_a4(read: TaggedPdf) -> None:
    boxes = {tuple(round(float(n)) for n in page.mediabox) for page in read.pdf.pages}
    assert boxes == {(0, 0, 595, 842)}
