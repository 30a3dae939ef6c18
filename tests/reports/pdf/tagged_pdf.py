"""Reads a tagged PDF as assistive technology does: its tags in order, each with its words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

PAINTING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh"}
INLINE = {"Span", "Strong", "Em", "Link", "Lbl", "Note", "Code", "Reference"}
BREAKS = re.compile("\N{ZERO WIDTH SPACE}")  # where a word wider than its line may break


@dataclass
class Element:
    """A tag: its type, its attributes, and what is in it: words and further tags."""

    type: str
    object: Dictionary
    inside: list[Element | str] = field(default_factory=list)

    def all(self, *types: str) -> Iterator[Element]:
        """This element and those in it, in reading order; of the given types if any are."""
        if not types or self.type in types:
            yield self
        for child in self.inside:
            if isinstance(child, Element):
                yield from child.all(*types)

    @property
    def children(self) -> list[Element]:
        return [child for child in self.inside if isinstance(child, Element)]

    def text(self, without: tuple[str, ...] = ()) -> str:
        """The words in it, without those in elements of some types; blocks stand on own lines."""
        told = ""
        for child in self.inside:
            if isinstance(child, str):
                told += child
            elif child.type not in without:
                own = child.text(without)
                told += own if child.type in INLINE else f"\n{own}\n"
        return re.sub(r"\s*\n\s*", "\n", re.sub(" +", " ", told)).strip()

    def attribute(self, owner: str, key: str) -> Object | None:
        held = self.object.get("/A")
        dictionaries = [] if held is None else list(held) if isinstance(held, Array) else [held]
        for one in dictionaries:
            if one.get("/O") == Name("/" + owner) and "/" + key in one:
                return one["/" + key]
        return None


@dataclass
class Marks:
    """What was found in the content of the pages."""

    words: dict[tuple[int, int], str] = field(default_factory=dict)  # by page and mark
    artifacts: dict[int, str] = field(default_factory=dict)  # by page: headers, footers
    problems: list[str] = field(default_factory=list)


class TaggedPdf:
    """A PDF with its tags and the words that they hold."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.root = self.pdf.Root

    @cached_property
    def marks(self) -> Marks:
        marks = Marks()
        for number, page in enumerate(self.pdf.pages):
            _read_content(page.obj, page.obj.get("/Resources"), number, marks, [])
        return marks

    @cached_property
    def document(self) -> Element:
        pages = {page.obj.objgen: i for i, page in enumerate(self.pdf.pages)}
        kids = self.root.StructTreeRoot.K
        return self._element(kids[0] if isinstance(kids, Array) else kids, None, pages)

    def _element(
        self, held: Dictionary, page: int | None, pages: dict[tuple[int, int], int]
    ) -> Element:
        made = Element(str(held.S)[1:], held)
        page = pages[held.Pg.objgen] if "/Pg" in held else page
        kids = held.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int):
                assert page is not None
                made.inside.append(self.marks.words.get((page, kid), ""))
            elif kid.get("/Type") == Name.MCR:
                there = pages[kid.Pg.objgen] if "/Pg" in kid else page
                made.inside.append(self.marks.words.get((there, int(kid.MCID)), ""))  # type: ignore[arg-type]
            elif kid.get("/Type") != Name.OBJR:
                made.inside.append(self._element(kid, page, pages))
        return made

    def text(self, without: tuple[str, ...] = ("Figure",)) -> str:
        """All words in reading order, without those drawn in charts."""
        return self.document.text(without)

    def headings(self) -> list[tuple[int, str]]:
        found = self.document.all(*(f"H{level}" for level in range(1, 7)))
        return [(int(e.type[1]), e.text()) for e in found]


def _read_content(
    holder: Object, resources: Object | None, page: int, marks: Marks, stack: list[Object]
) -> None:
    """Follows the marks of a page or of a drawing in it; `stack` holds the open ones."""
    resources = holder.get("/Resources", resources)
    fonts = resources.get("/Font", Dictionary()) if resources is not None else Dictionary()
    known = {name: _Font(font) for name, font in fonts.items()}
    font = None
    for operands, operator in pikepdf.parse_content_stream(holder):
        name = str(operator)
        if name in ("BDC", "BMC"):
            held = operands[1] if name == "BDC" else Dictionary()
            if isinstance(held, Name):
                held = resources.Properties[held]  # type: ignore[union-attr]
            stack.append(Dictionary(Tag=operands[0], Held=held))
        elif name == "EMC":
            stack.pop()
        elif name == "Tf":
            font = known[str(operands[0])]
        if name in PAINTING:
            mark = _open_mark(stack, page, marks)
            if name == "Do":
                drawn = resources.XObject[operands[0]]  # type: ignore[union-attr]
                if drawn.Subtype == Name.Form:
                    _read_content(drawn, resources, page, marks, stack)
            elif name in ("Tj", "TJ") and font is not None:
                shown = operands[0] if name == "TJ" else [operands[0]]
                codes = b"".join(bytes(s) for s in shown if isinstance(s, pikepdf.String))
                words = font.words(codes, marks)
                if mark is None:
                    marks.artifacts[page] = marks.artifacts.get(page, "") + words
                else:
                    marks.words[page, mark] = marks.words.get((page, mark), "") + words


def _open_mark(stack: list[Object], page: int, marks: Marks) -> int | None:
    """The number of the mark that content stands in; None in an artifact."""
    tagged = [one for one in stack if "/MCID" in one.Held]
    artifacts = [one for one in stack if one.Tag == Name.Artifact]
    if tagged and artifacts:
        marks.problems.append(f"page {page + 1}: an artifact and a tag within each other")
    if not tagged and not artifacts:
        marks.problems.append(f"page {page + 1}: content that is neither tagged nor an artifact")
    return int(tagged[-1].Held.MCID) if tagged else None


class _Font:
    """Codes to characters, by the font's ToUnicode table."""

    def __init__(self, font: Dictionary) -> None:
        self.name = str(font.get("/BaseFont"))
        self.table: dict[int, str] = {}
        if "/ToUnicode" in font:
            self.table = dict(_unicode_table(font.ToUnicode.read_bytes().decode("latin-1")))

    def words(self, codes: bytes, marks: Marks) -> str:
        told = ""
        for i in range(0, len(codes), 2):
            code = int.from_bytes(codes[i : i + 2], "big")
            if code == 0:
                marks.problems.append(f"{self.name}: a character that the font does not have")
            if code not in self.table:
                marks.problems.append(f"{self.name}: code {code} stands for no character")
            told += self.table.get(code, "\N{REPLACEMENT CHARACTER}")
        return BREAKS.sub("", told)


def _unicode_table(cmap: str) -> Iterator[tuple[int, str]]:
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, to in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            yield int(code, 16), _characters(to)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, to in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = _characters(to)
            for i in range(int(last, 16) - int(first, 16) + 1):
                yield int(first, 16) + i, start[:-1] + chr(ord(start[-1]) + i)


def _characters(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")
