"""Addresses of signing in and out."""

from django.urls import path

from openpeel.people import pages

urlpatterns = [
    path("sign-in/", pages.sign_in),
    path("sign-out/", pages.sign_out),
]
