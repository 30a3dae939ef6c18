"""Addresses of the service in which people work. The site that readers see is in `urls`."""

from django.urls import include, path

from openpeel.web.statics import static
from openpeel.web.stylesheet import stylesheet

urlpatterns = [
    path("static/openpeel.css", stylesheet),
    path("static/<str:name>", static),
    path("library/", include("openpeel.library.urls")),
    path("inspections/", include("openpeel.inspections.urls")),
    path("monitoring/", include("openpeel.inspections.monitoring_urls")),
    path("reports/", include("openpeel.reports.urls")),
    path("", include("openpeel.people.urls")),
    path("", include("openpeel.audits.urls")),
]

handler404 = "openpeel.web.headers.not_there"
handler500 = "openpeel.web.headers.broken"
