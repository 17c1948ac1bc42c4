"""Addresses of the departments application."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
