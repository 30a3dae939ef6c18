"""What the team does on the pages of an inspection, and what is refused with a sentence."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.utils import timezone

from asking import get, post
from inspecting.making import HASH, WEST_MERCIA
from inspections.making import AREA, PLACE, SECRET, Made, made
from openpeel.inspections.actions.moves import add_member
from openpeel.inspections.exporting import export, inspection_of
from openpeel.inspections.models import Event, Evidence, Judgment, Member, Step
from openpeel.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]

TODAY = timezone.localdate
SAID = {"says": "Calls wait at night.", "speaks": "against", "strength": "strong",
        "marking": "official", "round": "main"}  # fmt: skip

# What each kind has to name, beside what all have.
NAMED = {
    "data": {"figure": "calls-101-abandoned.west-mercia.2020-21", "release": "0123456789ab"},
    "audit": {"audit": "west-mercia-2021-1", "question": "OU1"},
    "document": {"document": "Control room log", "sha256": HASH, "shows": "2021-08-01",
                 "received": "2021-09-01"},
    "interview": {},
    "observation": {},
    "survey": {"theme": "training", "speaks": "context"},
    "statement": {"section": "4.2"},
}  # fmt: skip
FINDING = {"heading": "Callers wait too long", "tone": "criticism", "evidence": ["e-1", "e-5"],
        "consequence": "Some get no help.", "words": "At night.", "round": "main"}  # fmt: skip
JUDGMENT = {"grade": "adequate", "rationale": "Some of it is good.", "date": "2022-04-02",
        "round": "main"}  # fmt: skip
CONCERN = {"title": "Night calls", "words": "Nobody answers at night.",
           "findings": ["callers-give-up"], "recommendation": "Answer them.",
           "deadline": "2022-07-01", "round": "main"}  # fmt: skip


@pytest.fixture
def it() -> Made:
    return made()


class TestEvidence:
    @pytest.mark.parametrize("kind", NAMED)
    def test_of_each_kind_is_added_and_stands_in_the_record(self, it: Made, kind: str) -> None:
        form = {**SAID, "characteristic": "answering", **NAMED[kind]}
        told = post(it.inspector, f"{AREA}evidence/{kind}/", **form)
        assert "e-9 is added." in told
        assert "Calls wait at night." in told
        one = next(e for e in inspection_of(it.inspection).evidence if e.id == "e-9")
        assert (one.kind, one.characteristic, one.signed.by) == (kind, "answering", "The inspector")
        assert one.signed.on == TODAY()

    @pytest.mark.parametrize(
        ("kind", "name"), [(kind, name) for kind, named in NAMED.items() for name in named]
    )
    def test_without_what_its_kind_has_to_name_is_refused(
        self, it: Made, kind: str, name: str
    ) -> None:
        form = {**SAID, **NAMED[kind]} | {name: ""}
        told = post(it.inspector, f"{AREA}evidence/{kind}/", 400, **form)
        assert "Calls wait at night." in told
        assert not Evidence.objects.filter(slug="e-9").exists()

    def test_of_a_survey_is_offered_as_context_alone(self, it: Made) -> None:
        form = get(it.inspector, f"{AREA}evidence/survey/")
        assert 'value="context"' in form
        assert 'value="against"' not in form and 'value="for"' not in form

    def test_of_a_survey_against_a_force_is_refused_however_it_is_sent(self, it: Made) -> None:
        told = post(it.inspector, f"{AREA}evidence/survey/", 400, **SAID, theme="training")
        assert "a survey speaks neither for nor against" in told.lower()

    def test_on_a_characteristic_of_another_area_is_refused(self, it: Made) -> None:
        told = post(it.inspector, f"{AREA}evidence/interview/", 400, **SAID,
                    characteristic="volunteering")  # fmt: skip
        assert "no characteristic" in told
        assert not Evidence.objects.filter(slug="e-9").exists()

    def test_with_one_day_of_a_time_alone_keeps_what_was_typed(self, it: Made) -> None:
        form = {**SAID, "period_from": "2021-08-01", "period_to": "", "characteristic": "answering"}
        told = post(it.inspector, f"{AREA}evidence/interview/", 400, **form)
        assert 'value="2021-08-01"' in told
        assert '<option value="answering" selected>' in told
        assert 'value="against" checked' in told

    def test_that_names_somebody_is_kept_with_a_warning_that_repeats_no_name(
        self, it: Made
    ) -> None:
        form = {**SAID, "says": "Mr Smith rang from 07700 900123."}
        told = post(it.inspector, f"{AREA}evidence/interview/", **form)
        status = told.split('role="status">')[1].split("</p>")[0]
        assert "it looks as if it held a name and a phone number" in status
        assert "Smith" not in status

    def test_that_is_sensitive_is_seen_by_the_team_and_not_by_an_observer(self, it: Made) -> None:
        for role in ("lead", "inspector", "grader", "moderator"):
            assert SECRET in get(it.people[role], AREA)
        shown = get(it.observer, AREA)
        assert SECRET not in shown
        assert "1 piece of evidence is official-sensitive and not shown to you" in shown

    def test_is_escaped(self, it: Made) -> None:
        told = post(it.inspector, f"{AREA}evidence/interview/", **SAID | {"says": "<b>x</b> & y"})
        assert html.escape("<b>x</b> & y") in told and "<b>x</b>" not in told

    def test_is_not_added_once_the_inspection_is_settled(self, it: Made) -> None:
        it.state("settled")
        told = post(it.inspector, f"{AREA}evidence/interview/", 400, **SAID)
        assert "is settled; one can add evidence while it is open or judging" in told
        assert "Calls wait at night." in told


def test_a_characteristic_without_evidence_says_so_until_a_gap_excuses_it(it: Made) -> None:
    other = AREA.replace("responding", "investigating-crime")
    assert get(it.grader, other).count("Neither evidenced nor excused.") == 6
    form = {"characteristic": "digital-forensics", "reason": "The unit had moved."}
    told = post(it.inspector, f"{other}gap/", **form)
    assert told.count("Neither evidenced nor excused.") == 5
    assert "The unit had moved." in told
    assert "said already why" in post(it.inspector, f"{other}gap/", 400, **form)


def test_a_line_of_enquiry_is_opened_and_closed_with_evidence(it: Made) -> None:
    told = post(
        it.inspector, f"{AREA}line/", question="Why at night?", figures="a.b.2021\nc.d.2021\n"
    )
    assert "l-3 is open." in told
    line = it.inspection.line_set.get(slug="l-3")
    assert line.figures == ["a.b.2021", "c.d.2021"]
    address = f"{AREA}lines/{line.pk}/"
    assert "what came of it is needed" in post(it.inspector, address, 400).lower()
    told = post(it.inspector, address, outcome="Too few lines.", evidence=["e-2", "e-1"])
    assert "Too few lines." in told
    closed = next(one for one in inspection_of(it.inspection).lines if one.id == "l-3")
    assert closed.evidence == ("e-2", "e-1") and closed.closed is not None
    assert closed.closed.by == "The inspector"
    again = post(it.inspector, address, 400, outcome="No.", evidence=["e-1"])
    assert "closed already" in again


class TestAFinding:
    def test_rests_on_evidence(self, it: Made) -> None:
        assert "Callers wait too long" in post(it.inspector, f"{AREA}finding/", **FINDING)
        one = next(f for f in inspection_of(it.inspection).findings if f.heading[-4:] == "long")
        assert (one.id, one.evidence) == ("callers-wait-too-long", ("e-1", "e-5"))

    def test_without_evidence_is_refused_and_what_was_typed_stays(self, it: Made) -> None:
        told = post(it.inspector, f"{AREA}finding/", 400, **FINDING | {"evidence": []})
        assert "choose what it rests on" in told
        assert 'value="Callers wait too long"' in told and "Some get no help." in told

    def test_of_criticism_says_what_follows_for_people(self, it: Made) -> None:
        told = post(it.inspector, f"{AREA}finding/", 400, **FINDING | {"consequence": ""})
        assert "what follows for people is needed" in told.lower()

    def test_on_evidence_that_is_not_there_is_refused(self, it: Made) -> None:
        told = post(it.inspector, f"{AREA}finding/", 400, **FINDING | {"evidence": ["e-99"]})
        assert "there is no &#x27;e-99&#x27;" in told
        assert it.inspection.finding_set.count() == 1

    def test_of_the_same_heading_gets_an_id_of_its_own(self, it: Made) -> None:
        for _ in range(2):
            post(it.inspector, f"{AREA}finding/", **FINDING)
        slugs = it.inspection.finding_set.values_list("slug", flat=True)
        assert {"callers-wait-too-long", "callers-wait-too-long-2"} < set(slugs)


class TestJudging:
    def judgment(self, it: Made, area: str = "responding") -> Judgment:
        return it.inspection.judgment_set.get(area=area)

    def test_sets_the_earlier_judgment_aside_and_the_log_keeps_what_it_said(self, it: Made) -> None:
        told = post(it.grader, f"{AREA}judgment/", **JUDGMENT)
        assert "Responding to the public is judged: adequate." in told
        now = self.judgment(it)
        assert (now.grade, now.signed_by, now.moderations.count()) == ("adequate", "The grader", 0)
        words = Event.objects.get(action="set a judgment aside").words
        assert "requires improvement" in words and "Few of the characteristics were seen." in words
        assert "Dissent (adequate), B. Second: The scene is well kept." in words

    def test_without_a_rationale_or_a_grade_is_refused(self, it: Made) -> None:
        told = post(it.grader, f"{AREA}judgment/", 400, **JUDGMENT | {"rationale": " "})
        assert "the rationale is needed" in told.lower() and 'value="adequate" checked' in told
        told = post(it.grader, f"{AREA}judgment/", 400, **JUDGMENT | {"grade": ""})
        assert "choose a grade" in told and "Some of it is good." in told
        assert self.judgment(it).grade == "requires improvement"

    def test_knows_only_the_frameworks_grades(self, it: Made) -> None:
        told = post(it.grader, f"{AREA}judgment/", 400, **JUDGMENT | {"grade": "splendid"})
        assert "has no grade &#x27;splendid&#x27;" in told

    def test_gives_no_grade_in_an_ungraded_area(self, it: Made) -> None:
        place = f"{PLACE}areas/victims/judgment/"
        assert 'name="grade"' not in get(it.grader, place)
        post(it.grader, place, **JUDGMENT)  # the page has no such field, so none is taken
        assert self.judgment(it, "victims").grade == ""

    def test_is_not_done_by_who_moderated_it(self, it: Made) -> None:
        add_member(it.inspection, it.moderator, "grader", by=it.lead)
        address = f"{AREA}judgments/{self.judgment(it).pk}/moderate/"
        post(it.moderator, address, beside=["staffordshire-2021-22"], words="Held.")
        told = post(it.moderator, f"{AREA}judgment/", 400, **JUDGMENT)
        assert "The moderator moderated this judgment" in told

    def test_is_not_moderated_by_who_judged(self, it: Made) -> None:
        add_member(it.inspection, it.grader, "moderator", by=it.lead)
        post(it.grader, f"{AREA}judgment/", **JUDGMENT)
        address = f"{AREA}judgments/{self.judgment(it).pk}/moderate/"
        told = post(it.grader, address, 400, beside=["staffordshire-2021-22"], words="Held.")
        assert "somebody else moderates it" in told

    def test_is_moderated_beside_inspections_under_the_same_framework(self, it: Made) -> None:
        address = f"{AREA}judgments/{self.judgment(it).pk}/moderate/"
        told = post(it.moderator, address, 400, beside=["kent-2014"], words="Held.")
        assert "under the same framework" in told and "Held." in told
        told = post(it.moderator, address, 400, words="Held.")
        assert "choose like inspections" in told
        told = post(it.moderator, address, beside=["staffordshire-2021-22"], words="It holds.")
        assert "It holds." in told

    def test_has_dissent_beside_it_with_another_grade(self, it: Made) -> None:
        address = f"{AREA}judgments/{self.judgment(it).pk}/dissent/"
        same = {"grade": "requires improvement", "reason": "I agree."}
        assert "is requires improvement already" in post(it.inspector, address, 400, **same)
        told = post(it.inspector, address, grade="inadequate", reason="Nobody gets help.")
        assert "Dissent: inadequate" in told and "Nobody gets help." in told

    def test_waits_until_judging_has_begun(self, it: Made) -> None:
        it.state("open")
        told = post(it.grader, f"{AREA}judgment/", 400, **JUDGMENT)
        assert "one can judge while it is judging" in told


class TestWhatIsAsked:
    def test_a_concern_comes_with_a_recommendation_and_a_deadline(self, it: Made) -> None:
        for name in ("deadline", "recommendation", "title", "words", "findings"):
            told = post(it.lead, f"{AREA}concern/", 400, **CONCERN | {name: ""})
            kept = "Night calls" if name != "title" else "Nobody answers at night."
            assert kept in told, name
        assert it.inspection.concern_set.count() == 1
        told = post(it.lead, f"{AREA}concern/", **CONCERN)
        assert "Cause of concern: Night calls" in told
        one = next(c for c in inspection_of(it.inspection).concerns if c.id == "night-calls")
        assert [r.id for r in one.recommendations] == ["night-calls-1"]
        assert one.history[0].status == "open"

    def test_a_history_is_added_to_and_says_who_and_when(self, it: Made) -> None:
        advice = it.inspection.concern_set.get().recommendations.get()
        address = f"{PLACE}asked/recommendations/{advice.pk}/"
        told = post(it.inspector, address, 400, status="closed", words="")
        assert "what was seen is needed" in told.lower() and '"closed" selected' in told
        told = post(it.inspector, address, status="progress seen", words="Half are answered.")
        assert "Half are answered." in told
        assert [s.status for s in advice.steps.order_by("place")] == ["open", "progress seen"]
        assert Step.objects.get(words="Half are answered.").by == "The inspector"

    def test_a_concern_is_not_closed_while_a_recommendation_is_open(self, it: Made) -> None:
        concern = it.inspection.concern_set.get()
        address = f"{PLACE}asked/concerns/{concern.pk}/"
        told = post(it.lead, address, 400, status="closed", words="All is well.")
        assert "ecommendation calls-1 is not closed" in told and "All is well." in told
        advice = concern.recommendations.get()
        post(it.lead, f"{PLACE}asked/recommendations/{advice.pk}/", status="closed", words="Done.")
        assert "closed" in post(it.lead, address, status="closed", words="All is well.")

    def test_the_force_notes_progress_and_the_status_stays(self, it: Made) -> None:
        it.state("published")
        advice = it.inspection.concern_set.get().recommendations.get()
        address = f"{PLACE}asked/recommendations/{advice.pk}/"
        form = {"words": "Ten more people answer.", "status": "closed"}
        told = post(it.force, address, **form)
        assert "Ten more people answer." in told and "Liaison, West Mercia" in told
        assert [s.status for s in advice.steps.order_by("place")] == ["open", "open"]

    def test_the_register_has_what_is_overdue_first(self, it: Made) -> None:
        later = TODAY() + timedelta(days=30)
        post(it.lead, f"{AREA}concern/", **CONCERN | {"deadline": f"{later}"})
        shown = get(it.observer, "/inspections/register/")
        late, open_ = shown.index("Answer within the target."), shown.index("Answer them.")
        assert late < shown.index("overdue</strong>", late) < open_
        assert "1 of them overdue" in shown

    def test_the_register_has_only_inspections_one_has_a_part_in(self, it: Made) -> None:
        assert "Answer within the target." in get(it.observer, "/inspections/register/")
        stranger = Person.objects.create_user("stranger")
        assert "Nothing is open" in get(stranger, "/inspections/register/")

    def test_an_improvement_and_a_further_recommendation(self, it: Made) -> None:
        form = {"words": "Know who waits.", "findings": ["callers-give-up"], "round": "main"}
        assert "Know who waits." in post(it.grader, f"{AREA}improvement/", **form)
        concern = it.inspection.concern_set.get()
        address = f"{PLACE}asked/concerns/{concern.pk}/recommend/"
        told = post(it.lead, address, words="Train them.", deadline="2022-08-01")
        assert "Train them." in told
        assert "a deadline is needed" in post(it.lead, address, 400, words="Train.").lower()


class TestMoves:
    def test_an_inspection_with_errors_is_not_settled_and_the_check_says_why(
        self, it: Made
    ) -> None:
        it.inspection.judgment_set.filter(area="responding").update(rationale="")
        told = post(it.lead, f"{PLACE}move/", 400, action="settle")
        assert "so it can&#x27;t be settled" in told
        assert "judgment-without-rationale" in get(it.grader, f"{PLACE}check/")
        it.inspection.refresh_from_db()
        assert it.inspection.state == "judging"

    def test_from_judging_to_published_and_open_for_a_revisit(self, it: Made) -> None:
        post(it.lead, f"{PLACE}move/", action="settle")
        it.inspection.refresh_from_db()
        assert (it.inspection.state, it.inspection.settled_by) == ("settled", it.lead)
        post(it.lead, f"{PLACE}move/", action="publish")
        assert it.inspection.rounds.get().published == TODAY()
        told = post(it.lead, f"{PLACE}move/", 400, action="inspect again", reason="")
        assert "the reason is needed" in told.lower()
        post(it.lead, f"{PLACE}move/", action="inspect again", reason="A revisit.")
        post(it.lead, f"{PLACE}rounds/", kind="revisit", start="2023-07-03", end="2023-07-08")
        assert inspection_of(it.inspection).rounds[-1].id == "revisit"
        moves = Event.objects.filter(about="west-mercia-2021-22").values_list("action", flat=True)
        assert list(moves)[-4:] == ["settle", "publish", "inspect again", "add a round"]

    def test_a_move_that_is_not_open_is_refused(self, it: Made) -> None:
        told = post(it.lead, f"{PLACE}move/", 400, action="publish")
        assert "this inspection is judging; one can only publish when it is settled" in told.lower()
        it.inspection.refresh_from_db()
        assert it.inspection.state == "judging"

    def test_staff_of_the_force_have_no_other_part(self, it: Made) -> None:
        told = post(it.lead, f"{PLACE}members/", 400, person="liaison", role="grader")
        assert "only as its voice" in told
        told = post(it.lead, f"{PLACE}members/", 400, person="grader", role="force")
        assert "does not work for a force that is inspected" in told

    def test_the_last_lead_stays(self, it: Made) -> None:
        mine = Member.objects.get(role="lead")
        told = post(it.lead, f"{PLACE}members/remove/", 400, member=f"{mine.pk}")
        assert "needs a lead" in told


def test_what_was_done_on_the_pages_comes_out_as_a_record(it: Made) -> None:
    """Whatever the pages write is what the record's reader takes."""
    post(it.inspector, f"{AREA}evidence/interview/", **SAID)
    post(it.inspector, f"{AREA}finding/", **FINDING)
    post(it.grader, f"{AREA}judgment/", **JUDGMENT)
    post(it.lead, f"{AREA}concern/", **CONCERN)
    record = export("peel-2021-22")
    mine = next(one for one in record.inspections if one.id == "west-mercia-2021-22")
    assert mine.forces == (WEST_MERCIA,)
    assert (len(mine.evidence), len(mine.findings), len(mine.concerns)) == (9, 2, 2)
