"""What a note is warned about, and what it isn't, as a table."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpeel.catalogue.loading import DATA
from openpeel.catalogue.personal_data import load_personal_data
from openpeel.errors import UserError
from openpeel.sampling.personal_data import warnings

PERSONAL = [
    ("name", "Mr Smith", "Mr Smith was told by phone."),
    ("name", "Mrs O'Brien", "No update to Mrs O'Brien after the second visit."),
    ("name", "Ms Park", "Ms Park asked for a letter."),
    ("name", "Dr. Patel", "Seen by Dr. Patel at the hospital."),
    ("name", "Miss Jones", "the log says Miss Jones withdrew"),
    ("name", "PC 1234 Jones", "PC 1234 Jones attended at 14:20."),
    ("name", "PC 1234", "PC 1234 attended at 14:20."),
    ("name", "DC Hall", "Allocated to DC Hall on the Monday."),
    ("name", "Detective Sergeant Khan", "Reviewed by Detective Sergeant Khan."),
    ("name", "Insp Worcester", "Insp Worcester signed the plan."),
    ("name", "DS Ali", "DS Ali set actions."),
    ("name", "PCSO WM5678", "PCSO WM5678 knocked on doors."),
    ("name", "Sgt Evans", "Supervision by Sgt Evans is clear."),
    ("name", "Sarah Thompson", "The victim, Sarah Thompson, was not updated."),
    ("name", "Sarah Thompson's", "Sarah Thompson's statement is on file."),
    ("name", "Gurpreet Singh", "Spoke to Gurpreet Singh."),
    ("name", "Mark Ellis", "Then Mark Ellis called back."),
    ("name", "Wojciech Nowak", "The suspect is Wojciech Nowak, named at once."),
    ("name", "Mary-Jane Fenwick", "Statement of Mary-Jane Fenwick."),
    ("name", "Jean Claude Dupont", "see Jean Claude Dupont in the log"),
    ("name", "Emily", "Emily did not want a visit."),
    ("name", "Mohammed", "His brother Mohammed called twice."),
    ("name", "Karen's", "Karen's mother reported it."),
    ("name", "Victoria Hughes", "Victoria Hughes is the witness."),
    ("phone number", "07700 900123", "Rang 07700 900123, no answer."),
    ("phone number", "07700900123", "mobile 07700900123"),
    ("phone number", "+44 7700 900123", "Number is +44 7700 900123."),
    ("phone number", "+44 (0)1905 555 012", "or +44 (0)1905 555 012 at work"),
    ("phone number", "01905 555012", "landline 01905 555012"),
    ("phone number", "(020) 7946 0123", "call (020) 7946 0123"),
    ("phone number", "0117-496-0123", "tel 0117-496-0123"),
    ("postcode", "WR3 8SP", "He lives at WR3 8SP."),
    ("postcode", "wr38sp", "address wr38sp"),
    ("postcode", "B1 1AA", "Moved to B1 1AA."),
    ("postcode", "EC1A 1BB", "EC1A 1BB is the shop."),
    ("e-mail address", "a.person@example.org", "Wrote to a.person@example.org."),
    ("e-mail address", "VICTIM99@mail.example.co.uk", "VICTIM99@mail.example.co.uk bounced"),
    ("date of birth", "dob 12/03/1985", "the suspect (dob 12/03/1985)"),
    ("date of birth", "D.O.B.: 1.2.90", "D.O.B.: 1.2.90"),
    ("date of birth", "born on 3 March 2001", "She was born on 3 March 2001."),
    ("date of birth", "date of birth 1985-03-12", "date of birth 1985-03-12"),
    ("vehicle registration", "AB12 CDE", "A blue van, AB12 CDE."),
    ("vehicle registration", "YK07XYZ", "ANPR for YK07XYZ not checked"),
    ("vehicle registration", "VRM M123 ABC", "VRM M123 ABC was not circulated"),
    ("National Insurance number", "AB 12 34 56 C", "NI AB 12 34 56 C"),
    ("National Insurance number", "JK123456D", "number JK123456D noted"),
    ("address", "14 High Street", "Visited 14 High Street twice."),
    ("address", "3a Old Mill Lane", "Neighbour at 3a Old Mill Lane saw it."),
]

HARMLESS = [
    "The triage was recorded, and the grade was right for the risk.",
    "West Mercia Police told the victim the next day.",
    "Attendance took 4 hours 20 minutes against a standard of 60 minutes.",
    "Sent to the Crown Prosecution Service on Tuesday.",
    "A Domestic Violence Protection Notice was considered.",
    "The Victims' Code asks for an update every 28 days.",
    "THRIVE was used; the log says so at 10:15.",
    "Detective Inspector reviewed the plan.",
    "The PC spoke to the victim.",
    "PCs attended within the hour.",
    "An Independent Sexual Violence Adviser was offered.",
    "Recorded as 8N on 12/03/2021.",
    "Home Office Counting Rules, section C 2.",
    "Moved from Telford and Wrekin to Shropshire.",
    "Bromsgrove, Redditch and Wyre Forest teams share a room.",
    "Kingston upon Hull City Council was told.",
    "Greater Manchester Police holds the suspect.",
    "The Sergeant set three actions. All were done.",
    "Children's Social Care was told on 3 March.",
    "File 27: 12 of 14 lines of enquiry done.",
    "Crime 22/12345/21 was linked.",
    "Will update the victim in May.",
    "Officers checked Facebook and Snapchat.",
    "No CCTV was sought; house-to-house was done.",
    "Outcome 16 was right under HOCR.",
    "She was born in Wales.",
    "Reg of the vehicle was not asked for.",
    "The index offence is burglary.",
    "Body Worn Video shows the view of the victim.",
    "Attended at 0915 and again at 1430 on 2021-04-05.",
    "",
]


@pytest.mark.parametrize(("kind", "words", "note"), PERSONAL)
def test_a_note_with_personal_data_gets_a_warning(kind: str, words: str, note: str) -> None:
    found = warnings(note)
    assert [(w.kind, w.words) for w in found] == [(kind, words)]
    assert note[found[0].start : found[0].end] == words


@pytest.mark.parametrize("note", HARMLESS)
def test_a_note_without_gets_none(note: str) -> None:
    assert warnings(note) == []


def test_a_note_with_several_is_told_each_in_its_place() -> None:
    found = warnings("PC 77 Hall rang Sarah Thompson (07700 900123, WR3 8SP).")
    assert [w.kind for w in found] == ["name", "name", "phone number", "postcode"]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read_and_what_is_found_stands_in_it(note: str) -> None:
    found = warnings(note)
    for one in found:
        assert note[one.start : one.end] == one.words
    for one, other in pairwise(found):
        assert one.end <= other.start


def test_a_pattern_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "personal-data.yaml"
    text = (DATA / "personal-data.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("'\\b[a-z0-9._%+-]+@", "'\\b([a-z0-9._%+-]+@"), encoding="utf-8")
    with pytest.raises(UserError, match=r"patterns\.0\.pattern: .* is no regular expression"):
        load_personal_data(path)
