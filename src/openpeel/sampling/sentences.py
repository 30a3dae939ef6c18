"""What an estimate says, in sentences that carry their own x and y."""

from __future__ import annotations

from openpeel.sampling.breakdown import StratumResult
from openpeel.sampling.estimates import QuestionResult


def finding(result: QuestionResult) -> str:
    """What was found in the files reviewed, with the word by rule and its x and y.

    The answer that is named is the one that speaks for the force.
    """
    question = result.question
    if result.x is None or result.word is None:
        return f"{question.short}: too few relevant files ({result.y}) to say."
    files = f"({result.x} of {result.y})"
    return f"{question.short}: {question.good} in {_of_files(result.word.share)} {files}."


def against(result: QuestionResult) -> str | None:
    """The same from the other side, as a fraction where the share comes near one."""
    other = "no" if result.question.good == "yes" else "yes"
    if result.against is None or result.fraction is None:
        return None
    return (
        f"{result.question.short}: {other} in {result.fraction} of the relevant files"
        f" ({result.against} of {result.y})."
    )


def finding_of(result: QuestionResult, kind: StratumResult) -> str | None:
    """The same of one kind of file; None where its count is not shown."""
    if kind.x is None or kind.word is None:
        return None
    words = f"{_of_files(kind.word.share)} of {kind.stratum.words} ({kind.x} of {kind.y})"
    return f"{result.question.short}: {result.question.good} in {words}."


def headline(result: QuestionResult) -> str:
    """The figure for the force and how it was made, or why there is none."""
    if result.weighted is None:
        return f"No figure for the force: {result.why_not}."
    if len(result.strata) == 1 or result.unweighted is None:
        return f"For the force as a whole: {result.weighted.percent()}."
    return (
        f"For the force as a whole: {result.weighted.percent()}, each kind of file counting for as"
        f" many as the frame holds. Of the files reviewed it was"
        f" {100 * result.unweighted.value:.1f}%, which is not the force's share."
    )


def cautions(result: QuestionResult) -> list[str]:
    """What has to stand beside the figure."""
    said = []
    if result.waiting:
        said.append(
            f"{result.waiting} of the {files(result.drawn)} drawn {_be(result.waiting)} not settled"
            " yet; this may change the figure."
        )
    if result.unanswered:
        have = "has" if result.unanswered == 1 else "have"
        said.append(
            f"{files(result.unanswered, 'settled file')} {have} no answer to this question."
        )
    if result.not_recorded:
        how = "counted as no" if result.not_recorded_as == "no" else "left out of the base"
        said.append(f"Not recorded in {files(result.not_recorded)}, {how}.")
    if result.word and result.weighted_word and result.word != result.weighted_word:
        said.append(
            f"“{_sentence(result.word.share)}” is said of the files reviewed; the weighted share"
            f" would be called “{result.weighted_word.share}”."
        )
    return said


def files(number: int, one: str = "file") -> str:
    """So many files, in words: `1 file`, `1,200 files`."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _of_files(word: str) -> str:
    if word == "all":
        return "all relevant files"
    return f"{word} of the relevant files"


def _sentence(word: str) -> str:
    return word[0].upper() + word[1:]
