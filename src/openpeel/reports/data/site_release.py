"""A published site as a source of figures: its measures, its audits' tables, its manifest."""

from __future__ import annotations

import csv
import json
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from openpeel.catalogue.forces import ENGLAND_AND_WALES, forces
from openpeel.catalogue.measures import Measure
from openpeel.errors import UserError
from openpeel.measures.release import read_manifest, release_id
from openpeel.reports.data.figures import ReleaseOf
from openpeel.reports.data.site_peers import SitePeers, site_peers

Row = dict[str, Any]
NATIONAL = "England and Wales"


class MeasureFile:
    """`data/measures/ID.json` of a site: a measure's definition, values and comparisons."""

    def __init__(self, path: Path) -> None:
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
        except OSError:
            raise UserError(
                f"{path}: the site has no such measure; name one that it has."
            ) from None
        except ValueError:
            raise UserError(f"{path}: it is damaged; build the site again.") from None
        self.measure = Measure.model_validate_json(json.dumps(held["measure"]))
        self.version = str(held["measure_version"])
        self.values: list[Row] = [row for row in held["values"] if not row["area_code"]]
        self._comparisons: list[Row] = held["comparisons"]

    @cached_property
    def _by_name(self) -> dict[str, Row]:
        return {row["figure"]: row for row in self.values}

    def value(self, name: str) -> Row | None:
        """One value by its permalink's name."""
        return self._by_name.get(name)

    def like(self, row: Row) -> dict[str, Row]:
        """Values of the same period and group by force code, England and Wales among them."""
        keys = ("period_start", "period_end", "group")
        return {v["force_code"]: v for v in self.values if all(v[k] == row[k] for k in keys)}

    def standings(self, row: Row) -> dict[str, Row]:
        """How each force stood in the comparison of the same period and group."""
        keys = ("period_start", "period_end", "group")
        return {c["force_code"]: c for c in self._comparisons if all(c[k] == row[k] for k in keys)}


class SiteRelease:
    """What a report takes from the folder of a published site. Raises UserError when it is none."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self._measures: dict[str, MeasureFile] = {}
        self._manifest = manifest = read_manifest(site)
        self.release = ReleaseOf(
            id=release_id(manifest),
            code=str(manifest["code"]),
            simulated=self._simulated(),
            inputs=tuple(
                {key: item[key] for key in ("name", "sha256", "publication", "edition")}
                for item in manifest["inputs"]
                if item["publication"]
            ),
            audits=tuple(manifest.get("audits", ())),
        )

    def measure(self, id: str) -> MeasureFile:
        """A measure with its values; UserError when the site has none of that name."""
        if id not in self._measures:
            self._measures[id] = MeasureFile(self.site / "data" / "measures" / f"{id}.json")
        return self._measures[id]

    @cached_property
    def peers(self) -> SitePeers:
        """Which forces the site compares a force with; UserError when it does not say."""
        return site_peers(self.site, self._manifest)

    def has_audit(self, slug: str) -> bool:
        """Whether the site holds a published round."""
        return (self.site / "data" / "audits" / slug / "estimates.csv").is_file()

    def audit_rows(self, slug: str, table: str) -> list[dict[str, str]]:
        """The rows of one of a round's tables; none where the round has no such table."""
        path = self.site / "data" / "audits" / slug / f"{table}.csv"
        if not path.is_file():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def _simulated(self) -> bool:
        try:
            schema = json.loads((self.site / "data" / "schema.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise UserError(
                f"{self.site}: data/schema.json is gone or damaged; build the site again."
            ) from None
        return bool(schema["simulated"])


def place_name(code: str) -> str:
    """The name of a force, or of both countries together."""
    return NATIONAL if code == ENGLAND_AND_WALES else forces().by_code[code].name


def day(row: Row, key: str) -> date:
    """A day of a row."""
    return date.fromisoformat(row[key])
