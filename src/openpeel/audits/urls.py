"""Addresses of the audits in the service."""

from django.urls import path

from openpeel.audits.pages import (
    files,
    members,
    moderation,
    planning,
    replies,
    review,
    risks,
    rounds,
    schedule,
    spreadsheets,
    work,
)

ROUND = "audits/<slug:slug>/<int:number>/"

urlpatterns = [
    path("", work.my_work),
    path("reviews/<int:id>/", review.review),
    path("reviews/<int:id>/answers/", review.save),
    path("reviews/<int:id>/submit/", review.submit),
    path("reviews/<int:id>/risk/", review.risk),
    path("plan/", planning.planning),
    path("schedule/", schedule.schedule),
    path("schedule/schedule.csv", schedule.schedule_file),
    path("audits/", rounds.audits),
    path(ROUND, rounds.overview),
    path(f"{ROUND}move/", rounds.move),
    path(f"{ROUND}files/", files.listed),
    path(f"{ROUND}files/deal/", files.deal),
    path(f"{ROUND}files/<int:file>/", files.one),
    path(f"{ROUND}files/<int:file>/allocate/", files.allocate),
    path(f"{ROUND}files/<int:file>/replace/", files.replace),
    path(f"{ROUND}files/<int:file>/resolve/", moderation.resolve),
    path(f"{ROUND}conflicts/", moderation.conflicts),
    path(f"{ROUND}members/", members.members),
    path(f"{ROUND}members/remove/", members.remove),
    path(f"{ROUND}replies/", replies.listed),
    path(f"{ROUND}replies/<int:id>/", replies.decide),
    path(f"{ROUND}replies/files/<int:file>/", replies.reply),
    path(f"{ROUND}risks/", risks.listed),
    path(f"{ROUND}risks/<int:id>/", risks.told),
    path(f"{ROUND}spreadsheets/", spreadsheets.spreadsheets),
    path(f"{ROUND}spreadsheets/answers.<str:kind>", spreadsheets.download),
]
