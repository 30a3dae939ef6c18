"""Addresses of the library, under /library/."""

from django.urls import path

from openpeel.library.pages import reports

urlpatterns = [
    path("", reports.library),
    path("<int:number>/", reports.report),
]
