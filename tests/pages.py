"""What a test asks of any page, whatever its words are."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse as Response
from django.test import Client


def is_empty(response: Response) -> bool:
    """Whether the page shows the block that stands where there is nothing, and what to do next."""
    return 'class="empty-state"' in response.text


def main_part(response: Response) -> str:
    """The page without the bar and the navigation around it."""
    return response.text.partition("<main")[2]


def press(
    client: Client, page: str, address: str, fields: dict[str, Any] | None = None, **more: Any
) -> Response:
    """Open the page and send its form with this address, as a person does."""
    return client.post(address, sent_by(client.get(page), address) | (fields or {}), **more)


def sent_by(response: Response, address: str) -> dict[str, str]:
    """The hidden fields that the form with this address sends along, in it or beside it."""
    forms = _Forms(address)
    forms.feed(response.text)
    return forms.fields


class _Forms(HTMLParser):
    """Reads the hidden fields of the form with one address."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.inside, self.name = address, False, ""
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        if tag == "form" and has.get("action", self.address) == self.address:
            self.inside, self.name = True, has.get("id") or self.name
        its = self.inside or (self.name and has.get("form") == self.name)
        if tag == "input" and has.get("type") == "hidden" and its:
            self.fields[str(has["name"])] = str(has.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"
