"""Requests that no page sends: real forms and addresses with one part of them made hostile."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.test import Client

APPS = ("bigsection", "departments", "mergers", "assessments", "operations")
ROOT = Path(__file__).resolve().parents[1]

NUMBERS = (
    *("-1", "0", "1", "2.5", "²", "٣", "１２", " 7 ", "+1", "1_0", "0x1F", "--1", "1e999", "nan"),
    *("inf", "-inf", "9" * 19, "9" * 20, "-" + "9" * 20, "9" * 5_000, "1e400", "0" * 40 + "1"),
)
TEXTS = (
    *("", " ", "a\0b", "\0", "\udcff\udcfe", "�", "‮", "💥", "<script>'\"", "{{ 7 }}", "%s%d{}"),
    *(
        "../../etc/passwd",
        "字" * 3_000,
        "a" * 70_000,
        "'; DROP TABLE x; --",
        "\r\nX: y",
        "-",
        "a-b-c",
    ),
    *("[" * 3_000, '{"a":' * 2_000, '["a", 1, null]', '{"a": 1}', "null", '"\\ud800"', "[NaN]"),
    *("0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "0000-00-00", "on", "true"),
    *("http://[::1", "//elsewhere.example", "javascript:alert(1)", "best", "alone", "bench"),
)
VALUES = (*NUMBERS, *TEXTS)
NAMES = (
    *("a\0b", "\0", "", "字" * 300, "__class__", "pk", "page", "limit", "offset", "sort", "next"),
    *(
        "fix-²-1-1",
        "fix-0-1-²",
        "row-0-" + "9" * 5_000,
        "out-0--1",
        "gone-section-²",
        "abolish-x-1",
    ),
    *(
        "gone-section-" + "9" * 30,
        "match-" + "9" * 5_000,
        "low-²",
        "take-" + "9" * 20,
        "column-0-²",
    ),
)
CONTENT_TYPES = (
    *(f"application/x-www-form-urlencoded; charset={name}" for name in ("gbk", "utf-16", "rot13")),
    *(f"multipart/form-data; boundary=x; charset={name}" for name in ("base64", "idna", "none")),
    *("multipart/form-data", "multipart/form-data; boundary=", "application/json", "text/plain"),
    *("application/x-www-form-urlencoded; charset=undefined", "a/b; c*=rot13'en'd", "字/段", ""),
)
BODIES = (b"", b"[" * 5_000, b"{", b"\xff\xfe", b"--x\r\n\r\n", b'{"a": "\\u0000"}', b"a=%00&%00=b")
HEADERS = (
    *({"HX-Request": "true"}, {"HX-Request": "true", "HX-Boosted": "true"}),
    *({"HX-Request": "true", "HX-Current-URL": "http://[::1"}, {"HX-Target": "a\x7fb"}),
    *(
        {"Referer": "http://[::1"},
        {"Referer": "http://testserver/\x7f字"},
        {"Cookie": "sessionid=²"},
    ),
    *({"Accept-Language": "x" * 600}, {"Accept": "application/xml"}, {"Accept": "q/q;q=q"}),
    *({"Content-Length": "²"}, {"Content-Length": "-1"}, {"Content-Length": "9" * 5_000}),
    *(
        {"Host": "a b"},
        {"X-Forwarded-Host": "\x7f"},
        {"If-Modified-Since": "²"},
        {"Range": "bytes=²"},
    ),
)
METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "字")

INPUT = re.compile(r"<(?:input|select|textarea|button)\b[^>]*?\bname=\"([^\"]+)\"[^>]*>")
VALUE = re.compile(r"\bvalue=\"([^\"]*)\"")
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
ASKED = re.compile(r"\.(?:get|getlist)\(\"(\w+)\"|\.(?:GET|POST|query_params)\[\"(\w+)\"\]")


@dataclass(frozen=True)
class Form:
    """A form of a page with what stands in its fields."""

    url: str
    post: bool
    fields: tuple[tuple[str, str], ...]


@dataclass
class Sent:
    """A request on its way."""

    url: str
    method: str = "GET"
    query: list[tuple[str, str]] = field(default_factory=list)
    body: list[tuple[str, str]] = field(default_factory=list)
    raw: bytes | None = None
    content_type: str = "application/x-www-form-urlencoded"
    headers: Mapping[str, str] = field(default_factory=dict)

    def to(self, client: Client) -> HttpResponse:
        """Send it, byte for byte, and give the answer."""
        address = f"{self.url}{'&' if '?' in self.url else '?'}{encoded(self.query)}"
        body = encoded(self.body).encode() if self.raw is None else self.raw
        extra = {f"HTTP_{k.upper().replace('-', '_')}": v for k, v in self.headers.items()}
        if "HTTP_CONTENT_LENGTH" in extra:
            extra["CONTENT_LENGTH"] = extra.pop("HTTP_CONTENT_LENGTH")
        return client.generic(self.method, address, body, self.content_type, **extra)


def encoded(pairs: Sequence[tuple[str, str]]) -> str:
    """A query or a form as it is sent; a lone surrogate stands for the byte that it escapes."""
    parts = (
        tuple(quote(part.encode("utf-8", "surrogateescape"), safe="") for part in p) for p in pairs
    )
    return "&".join(f"{name}={value}" for name, value in parts)


def forms_of(response: HttpResponse, url: str) -> Iterator[Form]:
    """The forms that a page offers; a form without an address is sent to the page itself."""
    if "html" not in response.get("Content-Type", "") or response.streaming:
        return
    for attributes, inside in FORM.findall(response.text):
        action = re.search(r"\baction=\"([^\"]*)\"", attributes)
        fields = []
        for found in INPUT.finditer(inside):
            value = VALUE.search(found[0])
            fields.append((found[1], value[1] if value else "1"))
        yield Form((action and action[1]) or url, 'method="post"' in attributes, tuple(fields))


def known_names() -> list[str]:
    """The name of every field that a form of the product has, or that its code asks for."""
    names: set[str] = set()
    waiting: list[type[forms.BaseForm]] = [forms.Form]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        names |= set(getattr(one, "base_fields", ()))
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            names |= {a or b for a, b in ASKED.findall(file.read_text("utf-8"))}
    return sorted(names)


class Generator:
    """Hostile requests to one address, the same for the same seed."""

    def __init__(self, url: str, offered: Sequence[Form], names: Sequence[str], seed: str) -> None:
        self.url = url
        self.offered = offered
        self.names = names
        self.random = Random(seed)  # noqa: S311

    def requests(self, number: int) -> Iterator[Sent]:
        """So many requests, each kind in turn."""
        kinds = (self._in_form, self._in_query, self._in_address, self._in_form, self._in_frame)
        for turn in range(number):
            yield kinds[turn % len(kinds)]()

    def _pair(self) -> tuple[str, str]:
        name = self.random.choice(NAMES if self.random.random() < 0.2 else self.names)
        return name, self.random.choice(VALUES)

    def _in_form(self) -> Sent:
        """A form as it stands on the page, with one or two values or names made hostile."""
        if not self.offered:
            pairs = [self._pair() for _ in range(self.random.randint(1, 6))]
            return Sent(self.url, "POST", body=pairs)
        form = self.random.choice(self.offered)
        fields = list(form.fields)
        for _ in range(self.random.randint(1, 2)):
            if fields and self.random.random() < 0.8:
                place = self.random.randrange(len(fields))
                name, _value = fields[place]
                if self.random.random() < 0.2 and re.search(r"\d", name):
                    name = re.sub(r"\d+", lambda _: self.random.choice(NUMBERS), name, count=1)
                fields[place] = (name, self.random.choice(VALUES))
            else:
                fields.append(self._pair())
        if form.post:
            return Sent(form.url, "POST", body=fields)
        return Sent(form.url, query=fields)

    def _in_query(self) -> Sent:
        return Sent(self.url, query=[self._pair() for _ in range(self.random.randint(1, 4))])

    def _in_address(self) -> Sent:
        """The address with one of its parts replaced."""
        path, _, query = self.url.partition("?")
        parts = path.split("/")
        numbered = [i for i, part in enumerate(parts) if re.search(r"\d", part)] or [len(parts) - 1]
        value = self.random.choice(VALUES).encode("utf-8", "surrogateescape")[:6_000]
        parts[self.random.choice(numbered)] = quote(value, safe="")
        return Sent(
            "/".join(parts) + (f"?{query}" if query else ""), self.random.choice(["GET", "POST"])
        )

    def _in_frame(self) -> Sent:
        """Something around the address: the method, a header, the kind of content, the body."""
        sent = Sent(self.url, self.random.choice(["GET", "POST"]), query=[self._pair()])
        which = self.random.randrange(3)
        if which == 0:
            sent.headers = self.random.choice(HEADERS)
        elif which == 1:
            sent.method = self.random.choice(METHODS)
        else:
            sent.method = "POST"
            sent.content_type = self.random.choice(CONTENT_TYPES)
            sent.raw = self.random.choice(BODIES)
        return sent
