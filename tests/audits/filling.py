"""Fill a database with rounds in several states: `python filling.py DATABASE`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path


def fill(db: Path) -> None:
    """Round 1 is in review, with differences, risks and a replaced file; round 2 is replied to."""
    from openpeel.service import prepare

    prepare(db, local=True)
    from making import Made, made, person, reviewed, say, sheet_of

    from openpeel.audits.actions import allocation, replies, risks, rounds
    from openpeel.audits.models import Answer
    from openpeel.sampling.sheets import sheet_text

    audit = made(8)
    audit.audit.simulated = True
    audit.audit.save()
    boss = person("boss")
    boss.administrator = True
    boss.save()
    for number in (1, 2, 3):
        reviewed(audit, number, audit.asha, OU3="no" if number == 2 else "yes")
        reviewed(audit, number, audit.ben)
    Answer.objects.filter(question="OU3").update(
        evidence="log entry 14", comment="The record of the caution quotes them."
    )
    Answer.objects.filter(question="OU3", code="no").update(
        comment="Nothing in the record says so.", note="Page 3 is a poor copy."
    )
    allocation.allocate(audit.file(4), audit.asha, by=audit.lead)
    say(audit.review(4), "OU1", "yes")
    allocation.replace(audit.file(5), "Mr John Smith took the file home", by=audit.lead)
    risks.raise_risk(audit.file(3), "The suspect has moved back in.", by=audit.moderator)
    risks.raise_risk(
        audit.file(4), "A child was left with the suspect.", by=audit.moderator, told="duty officer"
    )
    sheet = sheet_of(2)
    second = rounds.load_round(
        audit.audit, sheet, sheet_text(sheet), facts_until=date(2021, 6, 30), by=audit.lead
    )
    rounds.start(second, by=audit.lead)
    second.files.update(second="")
    again = Made(
        audit.audit, second, audit.lead, audit.asha, audit.ben, audit.carys, audit.moderator,
        audit.force,
    )  # fmt: skip
    for number in (1, 2):
        reviewed(again, number, audit.carys)
        if again.file(number).state == "second review":
            reviewed(again, number, audit.ben)
    rounds.send_to_the_force(second, by=audit.lead)
    for number, day in ((1, date(2021, 5, 3)), (2, date(2021, 8, 3))):
        replies.reply(
            again.file(number), "OU1", "Mrs Mary Jones agreed in May.", evidence="entry 31",
            evidence_on=day, by=audit.force,
        )  # fmt: skip


if __name__ == "__main__":
    fill(Path(sys.argv[1]))
