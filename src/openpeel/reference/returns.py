"""What forces are asked to send: an index and one page for each return, from the contracts."""

from __future__ import annotations

from openpeel.catalogue.codes import codes
from openpeel.catalogue.contracts import PROBLEMS, Contract, Duration, Field, Share, contracts
from openpeel.facts.returns.templates import EMPTY, KIND_WORDS, PERIOD_WORDS, TYPE_WORDS, bounds
from openpeel.reference.markdown import bullets, code, head, page, table

FOLDER = "returns"


def pages() -> dict[str, str]:
    """The index and a page for each return: file name -> text."""
    made = {f"{FOLDER}/{id}.md": _return_page(contract) for id, contract in contracts().items()}
    return {f"{FOLDER}.md": _index(), **made}


def _index() -> str:
    rows = [
        [
            f"[{contract.name}]({FOLDER}/{id}.md)",
            code(id),
            contract.row,
            contract.kind,
            str(len(contract.asked)),
        ]
        for id, contract in contracts().items()
    ]
    types = [[code(name), words] for name, words in TYPE_WORDS.items()]
    return page(
        head(
            "Returns",
            f"The {len(rows)} returns that a force may send. Each is a table of one row a record,"
            " as CSV, XLSX, ODS or Parquet, with the columns of its page in any order. A mapping"
            " file translates a force's own columns and codes. No return asks for a name, a date"
            " of birth, an address or another detail that identifies a person: records are known"
            " by the force's own keys, and the lake keeps only salted hashes of them.",
        ),
        table(["Return", "Id", "A row is", "Kind", "Fields"], rows),
        "A log holds what happened in a period; a snapshot holds what stood at a moment.",
        "## Types",
        table(["Type", "What stands in a cell"], types),
        EMPTY,
    )


def _return_page(contract: Contract) -> str:
    period = PERIOD_WORDS[contract.period.by].format(field=code(contract.period.field))
    people = "yes; counts under 5 are hidden" if contract.people else "no"
    facts = [
        ["A row is", contract.row],
        ["Kind", KIND_WORDS[contract.kind]],
        ["Period of a row", period],
        ["Key", " and ".join(map(code, contract.key))],
        ["About one person", people],
        ["Asked for periods from", contract.since.isoformat()],
        ["Version", str(contract.version)],
        ["Table of the lake", f"[{contract.lake_table}](../tables.md#{contract.lake_table})"],
    ]
    fields = [_field(name, field) for name, field in contract.asked.items()]
    return page(
        head(contract.name, contract.why),
        table(["About the return", "Answer"], facts),
        "## How to fill it in",
        bullets((*contract.notes, EMPTY)),
        "## Fields",
        table(["Field", "Type", "What it holds", "Example", "Names in force systems"], fields),
        *_codes(contract),
        *_durations(contract),
        *_derived(contract),
        *_checks(contract),
        f"All returns: [returns](../{FOLDER}.md).",
    )


def _field(name: str, field: Field) -> list[str]:
    kind: list[str] = [field.type]
    if field.required:
        kind.append("required")
    words = [field.words]
    if isinstance(field.codes, str):
        words.append(f"codes: [{field.codes}](#{field.codes})")
    elif field.codes:
        words.append(", ".join(map(code, field.codes)))
    if limits := bounds(field):
        words.append(limits)
    if field.pattern:
        words.append(f"matches {code(field.pattern)}")
    return [
        code(name),
        "\n".join(kind),
        "\n".join(words),
        code(field.example),
        ", ".join(field.names),
    ]


def _codes(contract: Contract) -> list[str]:
    lists = {field.codes: None for field in contract.asked.values() if isinstance(field.codes, str)}
    parts = []
    for name in lists:
        rows = [
            [code(value), entry.words, ", ".join(entry.labels)]
            for value, entry in codes(name).codes.items()
        ]
        parts += [f"### {name}", table(["Code", "Words", "Labels read as the code"], rows)]
    return ["## Codes", *parts] if parts else []


def _durations(contract: Contract) -> list[str]:
    if not contract.durations:
        return []
    rows = [
        [
            code(name),
            f"{code(each.start)} to {code(each.end)}",
            f"{each.longest:,} {each.unit}",
            each.words,
            _expected(each),
        ]
        for name, each in contract.durations.items()
    ]
    problems = ", ".join(map(code, PROBLEMS))
    return [
        "## Durations",
        "Worked out by openpeel, in whole units of time that really went by, over changes of the"
        f" clocks too. A column `<name>_problem` says why one can't be used: {problems}.",
        table(["Duration", "From and to", "Longest", "What it is", "Expected of"], rows),
    ]


def _expected(duration: Duration) -> str:
    if duration.expected:
        return f"rows with {code(duration.expected)}"
    if duration.unless:
        return f"rows without {code(duration.unless)}"
    return "rows with both times"


def _derived(contract: Contract) -> list[str]:
    if not contract.derived:
        return []
    rows = [
        [code(name), each.type, each.words, code(each.sql)]
        for name, each in contract.derived.items()
    ]
    return ["## Derived columns", table(["Column", "Type", "What it is", "SQL"], rows)]


def _checks(contract: Contract) -> list[str]:
    order = [" then ".join(map(code, run)) for run in contract.order]
    links = [
        f"{code(link.field)} is a key of [{contracts()[link.to].name}]({link.to}.md)"
        for link in contract.links
    ]
    shares = [[each.words, _within(each), _share(each)] for each in contract.shares.values()]
    published = [
        f"{each.words} ({code(each.table)}): within {each.within:g} per cent"
        for each in contract.published
    ]
    parts = []
    if order:
        parts += ["Times that follow one another:", bullets(order)]
    if links:
        parts += ["Links to other returns:", bullets(links)]
    if shares:
        parts += [
            "Shares that are nearly always within bounds; outside them the checker asks why:",
            table(["Share", "Per cent", "SQL"], shares),
        ]
    if published:
        parts += ["The number of rows comes near to what is published:", bullets(published)]
    if contract.breaks:
        mixes = ", ".join(map(code, contract.breaks))
        parts += [f"The mix of these should not change at a stroke: {mixes}."]
    return ["## Checks", *parts] if parts else []


def _within(share: Share) -> str:
    least = "0" if share.least is None else f"{share.least:g}"
    most = "100" if share.most is None else f"{share.most:g}"
    return f"{least} to {most}"


def _share(share: Share) -> str:
    of = "" if share.of == "true" else f" among {code(share.of)}"
    return code(share.part) + of
