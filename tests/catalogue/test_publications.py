"""Publications: whose figures these are, on what terms, and what they can't say."""

from pathlib import Path

import pytest

from openpeel.catalogue.loading import DATA
from openpeel.catalogue.publications import load_publications, publication, publications
from openpeel.errors import UserError

FILE = DATA / "publications.yaml"


def test_every_publication_that_readers_know_is_described() -> None:
    assert set(publications()) >= {
        "population-estimates",
        "census-2011-ethnicity",
        "census-2021-ethnicity",
        "district-lookup",
        "force-boundaries",
        "stop-search-ethnicity",
        "use-of-force",
        "workforce",
        "police-force-areas",
        "recorded-crime-open-data",
        "outcomes-open-data",
        "police-uk-street",
        "police-uk-outcomes",
        "police-uk-stop-search",
        "simulated-return",
    }


@pytest.mark.parametrize("id", sorted(publications()))
def test_what_others_publish_has_an_address_and_the_open_licence_and_what_is_made_up_has_neither(
    id: str,
) -> None:
    entry = publication(id)
    made_up = entry.status in ("simulated", "chosen by the user")
    assert (entry.address is None) == made_up
    assert entry.licence.startswith("Open Government Licence v3.0") != made_up


def test_recorded_crime_was_not_designated_as_national_statistics_at_the_time() -> None:
    for id in ("police-force-areas", "recorded-crime-open-data"):
        assert publication(id).status == "official statistics"
        assert any("not designated as National Statistics" in x for x in publication(id).limits)


def test_street_level_points_are_anonymised() -> None:
    assert any("anonymised" in limit for limit in publication("police-uk-street").limits)


def test_an_unknown_publication_is_an_error() -> None:
    with pytest.raises(UserError, match="no publication 'gossip'; choose one of population-estim"):
        publication("gossip")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("publisher:", "published_by:", "line 5, key publications.population-estimates.publisher"),
        ("often: Once", "oftn: Once", "line 5, key publications.population-estimates.often: this"),
        (
            "status: National",
            "status: Notional",
            "population-estimates.status: input should be 'Na",
        ),
        ("a year.\n", "a year\n", "population-estimates.often: this is printed as a sentence"),
        ("address: https://www.ons.gov.uk", "address: www.ons.gov.uk", "population-estimates.add"),
        ("address: https://www.ons.gov.uk", "address: https://ons.gov.uk.example.org", "estimates"),
        ("next: 2027", "next: 2025", "line 3, key checked.next: 2025-11-23 is not after 2026-11-2"),
    ],
)
def test_a_broken_file_is_told_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = FILE.read_text()
    assert old in text
    path = tmp_path / "publications.yaml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(UserError) as error:
        load_publications(path)
    message = str(error.value)
    assert message.startswith(f"{path}, line ") and words in message, message
