"""Addresses of the inspections in the service."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
