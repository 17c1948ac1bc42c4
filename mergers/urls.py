"""Addresses of the mergers application."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
