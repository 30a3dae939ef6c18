"""What a machine can check of PDF/UA-1, by the numbers of the Matterhorn Protocol 1.1.

Each check yields what is wrong with the number of its failure condition. Left to people, here as
in the protocol: whether tags fit what they hold (01-006), whether the reading order makes sense
(09-001), whether an alternative text says what a picture says (13-004 asks only for one), whether
contrast and colour carry meaning (04-001), whether headings describe what follows (14-001), and
whether a language is the right one. Left to a full validator, because nothing here has them or our
reader does not look so deep: forms, media, optional content, embedded files, digital signatures,
the insides of font programs (31-004 to 31-030 but for what is named below), and the syntax of the
file itself. No such validator comes with the package registries: veraPDF is in none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, String
from tagged_pdf import Element, TaggedPdf

STANDARD = {
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
    "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl",
    "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note",
    "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "Warichu", "Figure", "Formula",
    "Form",
}  # fmt: skip
WITHIN = {  # 09-004 to 09-008: these stand only in those
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}


def problems(pdf: TaggedPdf) -> list[str]:
    """All that is wrong, in the order of the protocol."""
    checks = (content, roles, metadata, viewer, nesting, language, figures, headings, tables)
    return [found for check in (*checks, notes, links, fonts) for found in check(pdf)]


def content(pdf: TaggedPdf) -> Iterator[str]:
    """Everything painted is tagged or an artifact (01), and every code is a character (10-001)."""
    for problem in pdf.marks.problems:
        yield f"{'10-001' if 'character' in problem else '01-005'} {problem}"
    for number, page in enumerate(pdf.pdf.pages):
        if "/StructParents" not in page.obj:
            yield f"01-005 page {number + 1} does not lead to its tags"
    if pdf.root.get("/MarkInfo", Dictionary()).get("/Suspects", False):
        yield "01-007 the file says itself that its tags are suspect"


def roles(pdf: TaggedPdf) -> Iterator[str]:
    """Types of our own are mapped to standard ones (02-001), and those to nothing (02-004)."""
    mapped = {
        str(k)[1:]: str(v)[1:] for k, v in pdf.root.StructTreeRoot.get("/RoleMap", {}).items()
    }
    for element in pdf.document.all():
        if element.type not in STANDARD and mapped.get(element.type) not in STANDARD:
            yield f"02-001 {element.type} is no standard type and mapped to none"
    yield from (f"02-004 {own} is mapped to something else" for own in mapped if own in STANDARD)


def metadata(pdf: TaggedPdf) -> Iterator[str]:
    """The file names PDF/UA-1 (05) and its title (06)."""
    if not pdf.root.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield "01-001 the file does not say that it is tagged"
    if "/Metadata" not in pdf.root:
        yield "06-001 there is no metadata"
        return
    told = pdf.root.Metadata.read_bytes().decode()
    if not re.search(r"pdfuaid:part(>|=\")1", told):
        yield "06-002 the metadata do not name PDF/UA-1"
    if not re.search(r"<dc:title>.*?<rdf:li[^>]*>[^<]+<", told, re.DOTALL):
        yield "06-003 the metadata have no title"


def viewer(pdf: TaggedPdf) -> Iterator[str]:
    """Readers show the title, not the file's name (07)."""
    if not pdf.root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield "07-001 the title is not shown"
    if pdf.pdf.is_encrypted:
        yield "26-001 the file is encrypted"


def nesting(pdf: TaggedPdf) -> Iterator[str]:
    """Rows stand in tables, items in lists, entries in a table of contents (09)."""
    for element in pdf.document.all():
        for child in element.children:
            if element.type not in WITHIN.get(child.type, {element.type}):
                yield f"09-004 {child.type} stands in {element.type}"
        if element.type == "LI" and not list(element.all("LBody")):
            yield "09-005 an item of a list has no body"


def language(pdf: TaggedPdf) -> Iterator[str]:
    """The file has a language (11-006)."""
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", str(pdf.root.get("/Lang", ""))):
        yield "11-006 the file names no language"


def figures(pdf: TaggedPdf) -> Iterator[str]:
    """Every picture has an alternative text (13-004) and says where it stands."""
    for element in pdf.document.all("Figure", "Formula"):
        if not str(element.object.get("/Alt", "")).strip():
            yield "13-004 a picture without alternative text"
        if element.attribute("Layout", "BBox") is None:
            yield "13-004 a picture that does not say where it stands"


def headings(pdf: TaggedPdf) -> Iterator[str]:
    """The first heading is of level 1 (14-002), no level is left out (14-003), none is empty."""
    before = 0
    for level, words in pdf.headings():
        if level > before + 1:
            yield f"14-003 “{words}” of level {level} follows level {before}"
        if not words:
            yield "14-003 a heading without words"
        before = level
    if list(pdf.document.all("H")):
        yield "14-007 headings with and without levels"


def tables(pdf: TaggedPdf) -> Iterator[str]:
    """Every table has headers, every header its scope (15-003), every row as many cells."""
    for table in pdf.document.all("Table"):
        heads = list(table.all("TH"))
        if not heads:
            yield "15-003 a table without headers"
        for head in heads:
            if str(head.attribute("Table", "Scope")) not in ("/Row", "/Column", "/Both"):
                yield f"15-003 the header “{head.text()}” has no scope"
        widths = {sum(_span(cell) for cell in row.children) for row in table.all("TR")}
        if len(widths) > 1:
            yield f"15-005 rows of {sorted(widths)} cells in one table"


def _span(cell: Element) -> int:
    return int(cell.attribute("Table", "ColSpan") or 1)


def notes(pdf: TaggedPdf) -> Iterator[str]:
    """Every note has a name of its own (19-003, 19-004)."""
    ids = [str(note.object.get("/ID", "")) for note in pdf.document.all("Note")]
    if "" in ids:
        yield "19-003 a note without a name"
    if len(set(ids)) < len(ids):
        yield "19-004 two notes of one name"


def links(pdf: TaggedPdf) -> Iterator[str]:
    """Links are tagged (28-002), say where they lead (28-012), and follow the tags (28-009)."""
    tagged = set()
    for element in pdf.document.all("Link"):
        kids = element.object.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
                tagged.add(kid.Obj.objgen)
    for number, page in enumerate(pdf.pdf.pages):
        annotations = page.obj.get("/Annots", Array())
        if len(annotations) and page.obj.get("/Tabs") != Name.S:
            yield f"28-009 page {number + 1} does not follow its tags"
        for one in annotations:
            if one.objgen not in tagged or "/StructParent" not in one:
                yield f"28-011 page {number + 1}: a link without a tag"
            if not str(one.get("/Contents", "")).strip():
                yield f"28-012 page {number + 1}: a link that does not say where it leads"


def fonts(pdf: TaggedPdf) -> Iterator[str]:
    """Every font is in the file (31-009) and says which characters it shows (31-027)."""
    for held in pdf.pdf.objects:
        if not isinstance(held, Dictionary) or held.get("/Type") != Name.Font:
            continue
        name = str(held.get("/BaseFont"))
        if held.get("/Subtype") == Name.Type0:
            if "/ToUnicode" not in held:
                yield f"31-027 {name} does not say which characters it shows"
        elif not any(f"/FontFile{n}" in held.get("/FontDescriptor", {}) for n in ("", "2", "3")):
            yield f"31-009 {name} is not in the file"
        if isinstance(held.get("/Encoding"), String):
            yield f"31-018 {name} has no known encoding"
