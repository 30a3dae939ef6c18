"""Addresses of what belongs to a programme and to no one inspection, below /monitoring/."""

from django.urls import path

from openpeel.inspections.pages import monitoring, national

PROGRAMME = "<slug:programme>/"
FORCE = f"{PROGRAMME}forces/<slug:force>/"
NATIONAL = f"{PROGRAMME}national/"

urlpatterns = [
    path("", monitoring.programmes),
    path(PROGRAMME, monitoring.all_forces),
    path(FORCE, monitoring.one_force),
    path(f"{FORCE}stage/", monitoring.move),
    path(f"{FORCE}national/<slug:id>/", national.applied),
    path(f"{PROGRAMME}add-national/", national.add),
    path(NATIONAL, national.national),
    path(f"{NATIONAL}<slug:id>/", national.one),
    path(f"{NATIONAL}<slug:id>/apply/", national.apply),
]
