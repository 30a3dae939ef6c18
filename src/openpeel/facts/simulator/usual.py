"""What is typical in the smaller returns: rates and shares around which each force is drawn.

As in `national.py`, round and plausible. Those that a report speaks of, or that a reader would look
for first, are parameters; the rest stands in the builders.
"""

from __future__ import annotations

from openpeel.facts.simulator.parameters import Base, Parameter

_RATE: Base = "per 10,000"


def _rate(id: str, words: str, table: str, part: str, national: float, spread: float) -> Parameter:
    return Parameter(id, words, table, part, "everyone", national, spread, _RATE)


_INVESTIGATION = (
    _rate("arrests", "arrests per 10,000 residents", "arrests", "true", 108, 0.15),
    _rate("releases", "releases without charge per 10,000 residents", "releases", "true", 62, 0.2),
    _rate("voluntary", "interviews of people who came without arrest per 10,000 residents",
          "voluntary_attendance", "true", 21, 0.3),
    _rate("suspects", "suspects outstanding per 10,000 residents", "suspects", "true", 9.5, 0.4),
    _rate("forensics", "digital forensic submissions per 10,000 residents", "digital_forensics",
          "true", 14, 0.3),
    Parameter("arrests-force-recorded", "arrests with a record of use of force", "arrests",
              "force_recorded", "true", 0.62, 0.4),
    Parameter("releases-bail", "releases on bail", "releases", "kind = 'bail'",
              "true", 0.42, 0.5),
    Parameter("voluntary-on-system", "interviews with a voluntary attendance record",
              "voluntary_attendance", "on_system", "true", 0.86, 0.5),
    Parameter("voluntary-biometrics", "biometrics taken where they were needed",
              "voluntary_attendance", "biometrics_taken", "biometrics_needed", 0.58, 0.5),
    Parameter("suspects-graded", "suspects outstanding whose risk is graded", "suspects",
              "graded", "true", 0.70, 0.5),
    Parameter("forensics-not-begun", "digital forensic submissions that wait", "digital_forensics",
              "waiting", "true", 0.14, 0.4),
    Parameter("images-uploaded", "cases with images given to the national database",
              "image_uploads", "uploaded", "true", 0.62, 0.5),
    Parameter("withdrawal-recorded", "outcomes for want of the victim's support with a record",
              "outcome_records", "withdrawal_recorded", "victim_withdrew", 0.78, 0.4),
)  # fmt: skip

_FORCE = (
    _rate("force-used", "use of force records per 10,000 residents", "force_records", "true",
          98, 0.25),
    Parameter("force-no-ethnicity", "use of force records without ethnic group", "force_records",
              "ethnicity = 'not-recorded'", "true", 0.06, 0.5),
    Parameter("force-no-disability", "use of force records without an answer on disability",
              "force_records", "disability = 'not-recorded'", "true", 0.20, 0.5),
    Parameter("force-injury", "use of force records with an injury to the person",
              "force_records", "subject_injury = 'yes'", "true", 0.06, 0.3),
    Parameter("force-filmed", "uses of force on body-worn video", "force_records",
              "filmed", "true", 0.76, 0.5),
    Parameter("force-reviewed", "use of force records that a supervisor looked at",
              "force_records", "reviewed", "true", 0.55, 0.6),
)  # fmt: skip

_VULNERABLE = (
    _rate("right-to-ask", "right to ask applications per 10,000 residents", "disclosures",
          "route = 'right-to-ask'", 3.0, 0.35),
    _rate("right-to-know", "right to know disclosures per 10,000 residents", "disclosures",
          "route = 'right-to-know' and disclosed", 1.2, 0.35),
    _rate("orders", "protective notices and orders per 10,000 residents", "orders", "true",
          4.4, 0.4),
    _rate("marac", "conference cases per 10,000 residents", "marac", "true", 18, 0.25),
    _rate("missing", "reports of missing people per 10,000 residents", "missing", "true",
          52, 0.25),
    _rate("referrals", "safeguarding referrals on the list per 10,000 residents", "referrals",
          "true", 6.0, 0.4),
    Parameter("assessed", "risk assessments completed among those needed", "da_assessments",
              "needed and completed", "needed", 0.86, 0.4),
    Parameter("referrals-waiting", "safeguarding referrals that wait", "referrals", "waiting",
              "true", 0.18, 0.5),
    Parameter("marac-repeat", "conference cases that had come before", "marac", "repeat_case",
              "true", 0.30, 0.2),
    Parameter("missing-high", "missing people graded high risk", "missing", "risk = 'high'",
              "true", 0.12, 0.3),
)  # fmt: skip

_OFFENDERS = (
    _rate("offenders", "registered sex offenders per 10,000 residents", "offender_visits", "true",
          13.5, 0.15),
    Parameter("visits-overdue", "visits overdue among those expected", "offender_visits",
              "visit_overdue", "visit_expected", 0.09, 0.5),
    Parameter("visits-unsigned", "last visits whose record waits for a supervisor",
              "offender_visits", "visit_unsigned", "visited_on is not null", 0.13, 0.5),
    Parameter("reoffended", "members of the cohort who offended again within a year",
              "offender_management", "followed_a_year and reoffended", "followed_a_year",
              0.42, 0.25),
)  # fmt: skip

_NEIGHBOURHOODS = (
    _rate("complaints", "complaints and reports of dissatisfaction per 10,000 residents",
          "complaints", "true", 14, 0.25),
    _rate("plans", "problem-solving plans on the list per 10,000 residents", "problem_solving",
          "true", 1.6, 0.4),
    _rate("civil-powers", "notices and orders against antisocial behaviour per 10,000 residents",
          "civil_powers", "true", 7.0, 0.5),
    _rate("digital-contacts", "digital contacts per 10,000 residents", "digital_contacts", "true",
          340, 0.4),
    Parameter("resolved-at-once", "reports of dissatisfaction resolved at once", "complaints",
              "kind = 'dissatisfaction' and resolved_at_once", "kind = 'dissatisfaction'",
              0.62, 0.3),
    Parameter("evaluated", "closed plans that were evaluated", "problem_solving",
              "closed_in_year and evaluated", "closed_in_year", 0.46, 0.4),
    Parameter("digital-in-target", "answered digital contacts answered in target",
              "digital_contacts", "answer_s <= target_s", "answer_s is not null", 0.78, 0.4),
)  # fmt: skip

_OFFICER = "role = 'officer'"
_WORKFORCE = (
    Parameter("joiners-female", "officers who joined who are women", "people",
              f"{_OFFICER} and joiner and sex = 'female'", f"{_OFFICER} and joiner", 0.40, 0.12),
    Parameter("joiners-minority", "officers who joined from minority ethnic backgrounds",
              "people", f"{_OFFICER} and joiner and minority",
              f"{_OFFICER} and joiner and minority is not null", 0.09, 0.4),
    Parameter("exit-interviews", "leavers with an exit interview", "people",
              "leaver and interviewed", "leaver", 0.58, 0.4),
    Parameter("training-in-date", "people in post whose required training is in date", "people",
              "in_post and training_needed and training_in_date", "in_post and training_needed",
              0.84, 0.4),
    Parameter("pip-accredited", "posts that ask for it held by accredited investigators", "people",
              "in_post and pip_post and pip_accredited", "in_post and pip_post", 0.72, 0.3),
    _rate("officers", "police officers in post per 10,000 residents", "people",
          f"in_post and {_OFFICER}", 22.6, 0.12),
    _rate("specials", "special constables per 10,000 residents", "people",
          "in_post and role = 'special'", 1.55, 0.25),
)  # fmt: skip

USUAL = (
    *_INVESTIGATION,
    *_FORCE,
    *_VULNERABLE,
    *_OFFENDERS,
    *_NEIGHBOURHOODS,
    *_WORKFORCE,
)
