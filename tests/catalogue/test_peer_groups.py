"""Peer groups: dated, named, worked out by a rule in words or given by the user."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from openpeel.catalogue.forces import forces
from openpeel.catalogue.peers import (
    FOLDER,
    load_group,
    load_groups,
    nearest,
    peer_group,
    peer_groups,
)
from openpeel.errors import UserError

ALL = forces().all
CODE = {force.name: force.code for force in ALL}


def names(codes: tuple[str, ...]) -> list[str]:
    return [forces().by_code[code].name for code in codes]


@pytest.mark.parametrize("group", peer_groups().values(), ids=lambda group: group.id)
def test_every_group_has_a_name_words_and_a_date_and_no_force_is_its_own_peer(group) -> None:
    assert group.name and group.words.endswith(".") and group.dated is not None
    assert all(code not in group.of(code) for code in CODE.values())


def test_peers_of_the_same_region() -> None:
    group = peer_group("region")
    assert names(group.of(CODE["West Mercia"])) == [
        "Staffordshire",
        "Warwickshire",
        "West Midlands",
    ]
    assert names(group.of(CODE["Gwent"])) == ["Dyfed-Powys", "North Wales", "South Wales"]
    assert all(len(group.of(force.code)) >= 1 for force in ALL)


def test_being_of_one_region_is_mutual() -> None:
    group = peer_group("region")
    assert all(one in group.of(other) for one in CODE.values() for other in group.of(one))


def test_the_nearest_group_in_the_file_is_the_one_that_the_rule_gives() -> None:
    group = peer_group("population-and-density")
    assert dict(group.peers) == nearest(ALL)


def test_the_rule_is_seven_nearest_by_z_scores_of_log_population_and_log_density() -> None:
    """Worked out again with NumPy."""
    compared = [force for force in ALL if force.name != "City of London"]
    logs = np.log([[force.population, force.population / force.area_sq_km] for force in compared])
    z = (logs - logs.mean(axis=0)) / logs.std(axis=0, ddof=1)
    distances = np.linalg.norm(z[:, None] - z[None], axis=2)
    for row, force in enumerate(compared):
        order = [compared[i].code for i in np.argsort(distances[row], kind="stable") if i != row]
        assert peer_group("population-and-density").of(force.code) == tuple(order[:7])


def test_city_of_london_has_no_nearest_peers_and_is_nobodys() -> None:
    group = peer_group("population-and-density")
    assert group.of(CODE["City of London"]) == ()
    assert CODE["City of London"] not in {peer for code in CODE.values() for peer in group.of(code)}
    assert all(len(group.of(code)) == 7 for name, code in CODE.items() if name != "City of London")


def test_an_unknown_group_and_an_unknown_force_are_errors() -> None:
    with pytest.raises(UserError, match="no peer group 'friends'; choose one of population-and-de"):
        peer_group("friends")
    with pytest.raises(UserError, match="'West Mercia' is not the code of one of the 43 forces"):
        peer_group("region").of("West Mercia")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("words:", "word:", "line 5, key words: this key is needed"),
        ("dated: 2020-06-30", "dated: mid-2020", "line 9, key dated: a day like 2021-10-04 is"),
        ("\n  Kent:", "\n  Northshire:", "key peers.Northshire.[key]: 'Northshire' is not the na"),
        ("Kent: [Essex", "Kent: [BTP", "key peers.Kent.0: 'BTP' is not one of the 43 forces: Bri"),
        ("Kent: [Essex", "Kent: [Kent", "key peers.Kent: a force is not its own peer"),
        ("Kent: [Essex", "Kent: [Sussex", "key peers.Kent: a peer stands twice"),
        ("peers:\n", "by: region\npeers:\n", "key (top): give either `by` or `peers`"),
    ],
)
def test_a_broken_group_file_is_told_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = (FOLDER / "population-and-density.yaml").read_text()
    assert old in text
    path = tmp_path / "group.yaml"
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(UserError) as error:
        load_group(path)
    message = str(error.value)
    assert message.startswith(f"{path}, line ") and words in message, message


GROUPS = """\
force,peer
West Mercia,Suffolk
west-mercia,"London, City of"
E23000016,Avon & Somerset

Kent, Essex Police
"""


@pytest.fixture
def groups(tmp_path: Path) -> Path:
    path = tmp_path / "most-similar-2022.csv"
    path.write_text(GROUPS)
    return path


def test_a_users_group_takes_names_codes_and_slugs_and_keeps_the_order(groups: Path) -> None:
    group = load_groups(groups)
    assert names(group.of(CODE["West Mercia"])) == [
        "Suffolk",
        "City of London",
        "Avon and Somerset",
    ]
    assert names(group.of(CODE["Kent"])) == ["Essex"]
    assert group.of(CODE["Essex"]) == (), "being a peer need not be mutual"
    assert (group.name, group.dated) == ("most similar forces", None)
    assert "most-similar-2022.csv" in group.words


def test_a_users_group_is_of_the_day_that_its_name_holds(groups: Path) -> None:
    dated = groups.rename(groups.with_name("similar-2023-04-01.csv"))
    assert load_groups(dated).dated == date(2023, 4, 1)
    assert load_groups(dated, dated=date(2023, 5, 1)).dated == date(2023, 5, 1)
    no_day = dated.rename(groups.with_name("similar-2023-02-30.csv"))
    with pytest.raises(UserError, match="2023-02-30 in its name is no day"):
        load_groups(no_day)


def test_a_users_group_may_start_with_a_byte_order_mark(groups: Path) -> None:
    groups.write_text(GROUPS, encoding="utf-8-sig")
    assert len(load_groups(groups).peers) == 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Suffolk", "Northshire", "row 2, column peer: 'Northshire' is not the name or code of a"),
        ("Kent,", "BTP,", "row 6, column force: 'BTP' is not one of the 43 forces: British Transp"),
        ("Suffolk", "", "row 2, column peer: '' is not the name or code of a force"),
        ("Suffolk", "West Mercia Police", "row 2: 'West Mercia Police' is given as its own peer"),
        ("Avon & Somerset", "Suffolk", "row 4: 'Suffolk' is already a peer of 'E23000016'"),
        ('"London, City of"', "London, City of", "row 3: 'west-mercia,London, City of' has 3 col"),
        ("West Mercia,Suffolk", "West Mercia", "row 2: 'West Mercia' has 1 columns"),
        ("force,peer", "from,to", "row 1: the header is 'from,to'; it must be 'force,peer'"),
        ('"London, City of"', '"London" City', "row 3: this is not valid CSV"),
    ],
)
def test_each_mistake_in_a_users_group_is_told_with_file_row_and_value(
    groups: Path, old: str, new: str, words: str
) -> None:
    groups.write_text(GROUPS.replace(old, new, 1))
    with pytest.raises(UserError) as error:
        load_groups(groups)
    assert str(error.value).startswith(f"{groups}, {words}"), error.value


def test_a_users_group_that_is_absent_empty_or_in_another_encoding(groups: Path) -> None:
    groups.write_text("force,peer\n\n")
    with pytest.raises(UserError, match="no pairs under the header"):
        load_groups(groups)
    groups.write_text("")
    with pytest.raises(UserError, match="row 1: the header is ''"):
        load_groups(groups)
    groups.write_bytes(b"force,peer\nKent,Ess\xe9x\n")
    with pytest.raises(UserError, match="is not UTF-8; save the file as CSV UTF-8"):
        load_groups(groups)
    groups.unlink()
    with pytest.raises(UserError, match=r"can't be read: No such file or directory\."):
        load_groups(groups)
