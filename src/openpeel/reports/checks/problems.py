"""What is wrong with a report, said so that its author can put it right."""

from __future__ import annotations

from dataclasses import dataclass

from openpeel.catalogue.report_rules import Level, report_rules


@dataclass(frozen=True)
class Problem:
    """One thing that a rule found: the line, what the text says, what the data say, what would do.

    `suggestion` is wording that would be true, or what to do; empty where nothing can be offered.
    """

    rule: str
    line: int
    says: str
    data: str
    suggestion: str = ""

    @property
    def level(self) -> Level:
        """How grave it is: an error stops a build."""
        return report_rules()[self.rule].level

    def text(self, name: str) -> str:
        """The problem as lines for a terminal."""
        lines = [f"{name}, line {self.line}: {self.level}, {self.rule}"]
        lines += [f"  it says:  {self.says}", f"  the data: {self.data}"]
        if self.suggestion:
            lines.append(f"  instead:  {self.suggestion}")
        return "\n".join(lines)
