"""Addresses of the audits in the service."""

from django.urls import path

from openpeel.audits.pages import review, work

ROUND = "audits/<slug:slug>/<int:number>/"

urlpatterns = [
    path("", work.my_work),
    path("reviews/<int:id>/", review.review),
    path("reviews/<int:id>/answers/", review.save),
    path("reviews/<int:id>/submit/", review.submit),
    path("reviews/<int:id>/risk/", review.risk),
]
