"""How the web server's calls become requests: text is read as UTF-8, whatever a sender claims."""

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Request(WSGIRequest):
    """A request that can always be made: Django decodes by the charset that the content type names
    even where that is none of text (``rot13``), and fails before any middleware could answer.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            kind, parameters = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (LookupError, ValueError):
            kind, parameters = "", {"charset": "?"}
        self.content_type, self.content_params = kind, parameters


class Handler(WSGIHandler):
    """The WSGI application over such requests."""

    request_class = Request
