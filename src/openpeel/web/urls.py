"""The site's addresses: the pages of a release, and the one stylesheet."""

from django.urls import include, path

from openpeel.web.stylesheet import stylesheet

STYLESHEET = "/static/openpeel.css"

urlpatterns = [
    path("static/openpeel.css", stylesheet),
    path("", include("openpeel.collection.urls")),
    path("", include("openpeel.audits.site.urls")),
    path("", include("openpeel.releases.urls")),
]
