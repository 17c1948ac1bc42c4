"""The WSGI application that the web server calls."""

import os

import django

from bigsection.web.handler import Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bigsection.settings")
django.setup(set_prefix=False)
application = Handler()
