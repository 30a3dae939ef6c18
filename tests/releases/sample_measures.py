"""The dozen measures of the made-up release."""

from __future__ import annotations

from typing import Any

from openpeel.catalogue.measures import Measure

HOSTILE = '<script>alert("pwned")</script> & "so" on'


def _measure(**keys: Any) -> Measure:
    defaults = {
        "version": 1,
        "why": "It shows how often the police use a power that people feel.",
        "direction": "neutral",
        "checked": {"by": "the openpeel founders", "on": "2026-11-23", "next": "2027-11-23"},
    }
    return Measure.model_validate(defaults | keys)


_RESIDENTS = {"table": "population", "sum": "persons", "words": "residents, mid-year estimate"}
_SEARCHES = {
    "table": "stop_search_published",
    "sum": "searches",
    "words": "stops and searches of people",
}


def _base(census: str) -> dict[str, str]:
    return {
        "table": "population_ethnicity",
        "where": f"base = 'census-{census}'",
        "sum": "persons",
        "by": "ethnicity",
        "words": f"residents of the group, Census {census}",
    }


def _offences(table: str, where: str, words: str) -> dict[str, str]:
    return {"table": table, "where": where, "sum": "offences", "words": words}


def measures(hostile: bool = False) -> dict[str, Measure]:
    """The sample's measures by id."""
    ratio = {
        "theme": "fair-treatment",
        "numerator": _SEARCHES,
        "by": "ethnicity",
        "groups": ("asian", "black"),
        "all": False,
        "ratio": {"to": "white"},
        "unit": "ratio",
        "panel": "stop-search-ethnicity",
        "why": "A ratio far from 1 must be explained or reformed.",
        "pitfalls": ("The population base can halve the ratio.",),
    }
    entries = [
        _measure(
            id="search-rate",
            name="Stops and searches by ethnic group",
            theme="fair-treatment",
            numerator=_SEARCHES,
            denominator=_base("2011"),
            by="ethnicity",
            rest=("not-recorded",),
            unit="per 1,000",
            panel="stop-search-ethnicity",
            pitfalls=(
                "Residents are not the people who are out on the street.",
                "A search of someone who lives elsewhere counts where it happened.",
            ),
        ),
        _measure(
            id="search-ratio-2011",
            name="Search rates beside White people's, Census 2011",
            denominator=_base("2011"),
            **ratio,
        ),
        _measure(
            id="search-ratio-2021",
            name="Search rates beside White people's, Census 2021",
            denominator=_base("2021"),
            **ratio,
        ),
        _measure(
            id="search-unrecorded",
            name="Searches with no ethnic group recorded",
            why="What is not recorded cannot be looked into.",
            theme="fair-treatment",
            numerator=_SEARCHES
            | {
                "where": "ethnicity = 'not-recorded'",
                "words": "searches with no ethnic group recorded",
            },
            denominator=_SEARCHES,
            unit="percent",
            direction="lower",
            panel="stop-search-ethnicity",
        ),
        _measure(
            id="use-of-force-rate",
            name="Use of force incidents",
            theme="fair-treatment",
            numerator={
                "table": "use_of_force_incidents",
                "sum": "incidents",
                "words": "use of force incidents reported by officers",
            },
            denominator=_RESIDENTS,
            unit="per 1,000",
            pitfalls=("More reports may mean better reporting.",),
        ),
        _measure(
            id="calls-abandoned",
            name=HOSTILE if hostile else "101 calls abandoned",
            why=HOSTILE if hostile else "A caller who gives up may dial 999, or get no help.",
            theme="responding",
            numerator={
                "table": "calls",
                "where": "line = '101' and abandoned",
                "words": HOSTILE if hostile else "101 calls the caller ended unanswered",
            },
            denominator={"table": "calls", "where": "line = '101'", "words": "101 calls offered"},
            unit="percent",
            direction="lower",
            minimum=30,
            standard=({"since": "2014-04-01", "value": 10, "words": "national standard"},),
            pitfalls=("Forces start the clock at different moments.",),
        ),
        _measure(
            id="crime-rate",
            name="Recorded crime by offence group",
            why="How much crime comes to the police, not how much there is.",
            theme="recorded-crime",
            numerator=_offences("recorded_crime", "true", "offences recorded by the police"),
            denominator=_RESIDENTS,
            by="offence_group",
            unit="per 1,000",
            direction="context",
        ),
        _measure(
            id="charged",
            name="Victim-based crime that ends in a charge or summons",
            why="For many victims a charge is what they reported the crime for.",
            theme="outcomes",
            numerator=_offences("outcomes", "outcome = '1'", "offences charged or summonsed"),
            denominator=_offences("outcomes", "true", "offences recorded in the year"),
            unit="percent",
            direction="higher",
        ),
        _measure(
            id="not-yet-assigned",
            name="Crimes with no outcome yet",
            why="A long wait loses evidence and victims.",
            theme="outcomes",
            numerator=_offences("outcomes", "outcome = '0'", "offences with no outcome assigned"),
            denominator=_offences("outcomes", "true", "offences recorded in the year"),
            unit="percent",
            direction="lower",
        ),
        _measure(
            id="street-antisocial",
            name="Antisocial behaviour reported",
            why="It is what most callers complain of.",
            theme="street-crime",
            numerator={
                "table": "street_crime",
                "where": "crime_type = 'anti-social-behaviour'",
                "words": "antisocial behaviour incidents on the street-level map",
            },
            denominator=_RESIDENTS,
            areas=True,
            unit="per 1,000",
            direction="context",
        ),
        _measure(
            id="officers",
            name="Police officers",
            why="Every service rests on who there is to give it.",
            theme="workforce",
            numerator={
                "table": "workforce",
                "where": "worker = 'officer' and basis = 'fte'",
                "sum": "people",
                "words": "police officers, full-time equivalents",
            },
            denominator=_RESIDENTS,
            unit="per 100,000",
            direction="context",
        ),
        _measure(
            id="residents",
            name="Residents",
            why="Most rates divide by them.",
            theme="context",
            numerator=_RESIDENTS,
            unit="count",
            direction="context",
        ),
    ]
    return {measure.id: measure for measure in entries}
