"""Registers the accounts application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who can log in."""

    name = "bigsection.accounts"
    label = "accounts"
    verbose_name = "账号"
