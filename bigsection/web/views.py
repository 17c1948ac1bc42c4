"""Pages that belong to no application: the health check, and what is said of a failure."""

import sys

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import server_error

from bigsection.errors import NoRoom
from bigsection.web.error_pages import error_page
from bigsection.web.outage import is_full, is_outage, outage_page


def health(request: HttpRequest) -> JsonResponse:
    """200 when the web server can reach its database, else 503; for supervisors and load balancers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


def failure(request: HttpRequest) -> HttpResponse:
    """The answer to a request that failed: 507 or 503 with a word when the disk is full or the
    database away, else 500.
    """
    error = sys.exc_info()[1]
    if is_full(error):
        return error_page(request, NoRoom())
    return outage_page(request) if is_outage(error) else server_error(request)
