"""Addresses of the reports in the service, under /reports/."""

from django.urls import path

from openpeel.reports.service import accuracy, drafts, members, reports, styles

REPORT = "<slug:slug>/"
DRAFT = f"{REPORT}drafts/<int:number>/"

urlpatterns = [
    path("", reports.reports),
    path("service.css", styles.stylesheet),
    path(REPORT, reports.overview),
    path(f"{REPORT}versions/<int:version>/", reports.version),
    path(f"{REPORT}members/", members.members),
    path(f"{REPORT}members/remove/", members.remove),
    path(DRAFT, drafts.draft),
    path(f"{DRAFT}move/", drafts.move),
    path(f"{DRAFT}accuracy/", accuracy.listed),
    path(f"{DRAFT}accuracy/raise/", accuracy.raised),
    path(f"{DRAFT}accuracy/<int:point>/", accuracy.decided),
]
