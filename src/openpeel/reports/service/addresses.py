"""Addresses of the reports' pages in the service."""

from __future__ import annotations

from openpeel.reports.models import AccuracyPoint, Draft, Publication, Report

REPORTS = "/reports/"


def report_page(report: Report) -> str:
    """A report's versions and drafts."""
    return f"{REPORTS}{report.slug}/"


def version(publication: Publication) -> str:
    """One version: its hashes, and what changed."""
    return f"{report_page(publication.report)}versions/{publication.version}/"


def members(report: Report) -> str:
    """Who takes part."""
    return f"{report_page(report)}members/"


def remove_member(report: Report) -> str:
    """Where a role is taken from somebody."""
    return f"{members(report)}remove/"


def draft_page(draft: Draft) -> str:
    """A draft's text beside what the checks found."""
    return f"{report_page(draft.report)}drafts/{draft.number}/"


def move(draft: Draft) -> str:
    """Where a draft is taken to its next state."""
    return f"{draft_page(draft)}move/"


def accuracy(draft: Draft) -> str:
    """What the force says to a draft, and its text."""
    return f"{draft_page(draft)}accuracy/"


def raise_point(draft: Draft) -> str:
    """Where a point is raised."""
    return f"{accuracy(draft)}raise/"


def point(point: AccuracyPoint) -> str:
    """Where a point is decided."""
    return f"{accuracy(point.draft)}{point.number}/"
