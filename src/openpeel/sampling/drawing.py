"""The draw: which files of a frame are reviewed, by a rule that any language can follow.

Each file has a rank in its stratum, the SHA-256 of seed, stratum and reference. The lowest ranks
are the sample, the next the reserves; the order of the frame's rows never matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256

from openpeel.catalogue.audit_designs import Design, Sample
from openpeel.errors import UserError
from openpeel.sampling.sheets import DrawnFile, DrawnStratum, Role

LONGEST_SEED = 200  # characters


@dataclass(frozen=True)
class FrameRow:
    """One file of a frame: the strata that it is in, at most one of each sample, and its facts."""

    reference: str
    strata: tuple[str, ...]
    cluster: str | None = None
    facts: Mapping[str, bool] = field(default_factory=dict)


def rank(seed: str, stratum: str, reference: str) -> str:
    r"""Where a file stands in its stratum: 64 hexadecimal digits, the lower the sooner.

    >>> rank("West Mercia 2021", "rape", "22/1")[:16]
    '37a78a89e2275b29'
    """
    return sha256(f"{seed}\n{stratum}\n{reference}".encode()).hexdigest()


def seed_text(seed: str) -> str:
    """A seed as it is used: one line without outer spaces; UserError when it can't be printed."""
    text = seed.strip()
    if not text or len(text) > LONGEST_SEED or not text.isprintable():
        raise UserError(
            f"the seed must be one line of 1 to {LONGEST_SEED} characters that can be printed, so"
            " that everybody can type it again."
        )
    return text


def largest_remainder(total: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """A total shared out in proportion to sizes, in whole numbers; never more than a size.

    Equal remainders go to the first named.

    >>> largest_remainder(10, {"a": 60, "b": 25, "c": 15})
    {'a': 6, 'b': 3, 'c': 1}
    """
    every = sum(sizes.values())
    if total >= every:
        return dict(sizes)
    exact = {name: Fraction(total * size, every) for name, size in sizes.items()}
    given = {name: int(share) for name, share in exact.items()}
    by_remainder = sorted(exact, key=lambda name: given[name] - exact[name])
    for name in by_remainder[: total - sum(given.values())]:
        given[name] += 1
    return given


def files_asked(
    sample: Sample, sizes: Mapping[str, int], instead: Mapping[str, int]
) -> dict[str, int]:
    """How many files are asked of each stratum of a sample.

    `instead` overrules the design's numbers for the strata that it names. The others of a
    proportional sample still share out what the design gives to the whole, in proportion to their
    sizes among all.
    """
    if sample.allocation == "proportional":
        strata = {stratum.id: sizes.get(stratum.id, 0) for stratum in sample.strata}
        asked = largest_remainder(sample.files or 0, strata)
    else:
        asked = {stratum.id: stratum.files or 0 for stratum in sample.strata}
    return {id: instead.get(id, files) for id, files in asked.items()}


class _First:
    """The rows of one stratum that have the lowest ranks, of many that pass by."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.held: list[tuple[str, FrameRow]] = []
        self.bound = "g"  # above every rank
        self.size = 0

    def add(self, key: str, row: FrameRow) -> None:
        self.size += 1
        if key < self.bound:
            self.held.append((key, row))
            if len(self.held) > 2 * self.most + 1_000:
                self.cut()

    def cut(self) -> list[FrameRow]:
        self.held = sorted(self.held, key=lambda pair: pair[0])[: self.most]
        if len(self.held) == self.most:
            self.bound = self.held[-1][0] if self.held else ""
        return [row for _, row in self.held]


def draw(
    rows: Iterable[FrameRow], design: Design, seed: str, instead: Mapping[str, int] | None = None
) -> tuple[tuple[DrawnStratum, ...], tuple[DrawnFile, ...]]:
    """What is drawn from each stratum, and the files: first every sample's, then every reserve.

    Files are numbered from 1 in the order of samples and strata of the design, and within a
    stratum by rank. A stratum with fewer files than asked gives all that it has. `instead` gives
    other numbers of files for strata that it names. The rows are read once and not kept.
    """
    instead = instead or {}
    every = [stratum.id for sample in design.samples for stratum in sample.strata]
    if unknown := instead.keys() - set(every):
        raise UserError(
            f"there is no stratum {min(unknown)!r}; {design.id} has {', '.join(every)}."
        )
    first = _lowest(rows, design, seed, instead)
    sizes = {id: stratum.size for id, stratum in first.items()}
    taken: set[str] = set()
    strata: list[DrawnStratum] = []
    sampled: list[tuple[str, FrameRow]] = []
    reserved: list[tuple[str, FrameRow]] = []
    for sample in design.samples:
        queues = {s.id: first[s.id].cut() for s in sample.strata}
        asked = files_asked(sample, sizes, instead)
        now: list[tuple[str, FrameRow]] = []
        for id, queue in queues.items():
            free = [row for row in queue if row.reference not in taken]
            chosen, spare = free[: asked[id]], free[asked[id] :][: design.reserves]
            now += [(id, row) for row in chosen]
            reserved += [(id, row) for row in spare]
            strata.append(
                DrawnStratum(
                    id=id,
                    sample=sample.id,
                    population=sizes[id],
                    left_out=_drawn_before(sampled, id),
                    asked=asked[id],
                    files=len(chosen),
                    reserves=len(spare),
                )
            )
        sampled += now
        taken |= {row.reference for _, row in now}
    listed: list[tuple[Role, str, FrameRow]] = [("sample", id, row) for id, row in sampled]
    listed += [("reserve", id, row) for id, row in reserved]
    return tuple(strata), tuple(
        DrawnFile(
            number=number,
            stratum=id,
            reference=row.reference,
            role=role,
            cluster=row.cluster,
            facts=dict(row.facts),
        )
        for number, (role, id, row) in enumerate(listed, start=1)
    )


def _drawn_before(sampled: Iterable[tuple[str, FrameRow]], stratum: str) -> int:
    """How many files of a stratum earlier samples drew, as files of their own strata."""
    return sum(stratum in row.strata for _, row in sampled)


def _lowest(
    rows: Iterable[FrameRow], design: Design, seed: str, instead: Mapping[str, int]
) -> dict[str, _First]:
    """Of each stratum as many rows as the draw can need."""
    first: dict[str, _First] = {}
    before = 0  # files that earlier samples can have drawn
    for sample in design.samples:
        most = {
            s.id: instead.get(s.id, sample.files or 0 if s.files is None else s.files)
            for s in sample.strata
        }
        for id, files in most.items():
            first[id] = _First(files + design.reserves + before)
        before += sum(most.values())
    for row in rows:
        for stratum in row.strata:
            first[stratum].add(rank(seed, stratum, row.reference), row)
    return first
