"""The examples of the page on keeping a record are a record."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from openpeel.inspecting.folder import read_record
from openpeel.inspecting.rules import Context, check_record

PAGE = Path(__file__).parents[2] / "docs/how-to/keep-an-inspection-record.md"
WEST = "inspections/west-mercia-2021-22"
EVIDENCE = """\
id,kind,round,area,characteristic,speaks,strength,says,by,on
e-1,observation,main,responding,answering,against,strong,Callers gave up.,A. Lead,2021-09-20
e-2,interview,main,responding,answering,against,moderate,Lines fail.,A. Lead,2021-09-20
"""


def test_the_files_of_the_page_are_read_and_no_rule_finds_an_error(tmp_path: Path) -> None:
    blocks = re.findall(r"^```(yaml|markdown)\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    files = {
        text.partition("\n")[0].removeprefix("# "): text for kind, text in blocks if kind == "yaml"
    }
    (finding,) = (text for kind, text in blocks if kind == "markdown")
    files |= {f"{WEST}/findings/callers-give-up.md": finding, f"{WEST}/evidence.csv": EVIDENCE}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    record = read_record(tmp_path)
    assert [line.id for line in record.inspections[0].lines] == ["l-1"]
    levels = {problem.level for problem in check_record(record, Context(on=date(2021, 12, 1)))}
    assert levels == {"note"}  # no release is named, and no site given
