"""Addresses of the inspections in the service, below /inspections/."""

from django.urls import path

from openpeel.inspections.pages import (
    areas,
    asked,
    checking,
    evidence,
    inspections,
    judging,
    members,
)

ONE = "<slug:programme>/<slug:slug>/"
AREA = f"{ONE}areas/<slug:area>/"

urlpatterns = [
    path("", inspections.inspections),
    path("register/", asked.register),
    path(ONE, inspections.overview),
    path(f"{ONE}move/", inspections.move),
    path(f"{ONE}rounds/", inspections.add_round),
    path(f"{ONE}check/", checking.check),
    path(f"{ONE}members/", members.members),
    path(f"{ONE}members/remove/", members.remove),
    path(f"{ONE}asked/", asked.asked),
    path(f"{ONE}asked/<slug:kind>/<int:id>/", asked.entry),
    path(f"{ONE}asked/concerns/<int:id>/recommend/", asked.recommend),
    path(AREA, areas.area),
    path(f"{AREA}evidence/<slug:kind>/", evidence.add_evidence),
    path(f"{AREA}gap/", evidence.add_gap),
    path(f"{AREA}line/", evidence.add_line),
    path(f"{AREA}lines/<int:id>/", evidence.close_line),
    path(f"{AREA}finding/", evidence.finding),
    path(f"{AREA}judgment/", judging.judge),
    path(f"{AREA}judgments/<int:id>/dissent/", judging.dissent),
    path(f"{AREA}judgments/<int:id>/moderate/", judging.moderate),
    path(f"{AREA}concern/", asked.raise_concern),
    path(f"{AREA}improvement/", asked.raise_improvement),
]
