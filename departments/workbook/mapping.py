"""Deciding which field every column holds: the wording of its header against what it contains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from departments.workbook.cells import Cell
from departments.workbook.dates import read_date
from departments.workbook.detect import name_of
from departments.workbook.figures import is_figure
from departments.workbook.idnumbers import birth_of, read_id_number
from departments.workbook.links import link_field, links_sections
from departments.workbook.recognise import BY_CONTENT, TESTS, Profile
from departments.workbook.wordings import header_fields

_EXCLUSIVE = ("gender", "ethnicity", "political_status", "quota_type", "unit", "duty_kind", "kind",
              "unit_type", "department_kind")  # fmt: skip


LINK_WORDING = 6.0


@dataclass(frozen=True)
class Mapped:
    """The decision for one column; `known` is False for a header nobody recognises."""

    field: str | None
    known: bool


def map_columns(
    paths: Sequence[tuple[str, ...]],
    columns: Sequence[Sequence[Cell]],
    overrides: Mapping[str, str | None] | None = None,
) -> list[Mapped]:
    """Return the decision for every column; `overrides` (header → field or None) always win."""
    profiles = [Profile(column) for column in columns]
    chosen: dict[int, str | None] = {}
    for index, path in enumerate(paths):
        if overrides and name_of(path, index) in overrides:
            chosen[index] = overrides[name_of(path, index)]
    taken = {field for field in chosen.values() if field}
    linked = "partner" in taken or links_sections(tuple(paths))
    offers = sorted(
        (
            (score, -index, field)
            for index, path in enumerate(paths)
            if index not in chosen
            for field, score in _offers(path, profiles[index], linked=linked)
        ),
        reverse=True,
    )
    for _, minus_index, field in offers:
        if -minus_index not in chosen and (field not in taken or field in ("ordinal", "remark")):
            chosen[-minus_index] = field
            taken.add(field)
    _by_content(paths, columns, profiles, chosen, taken)
    _section_in_department(profiles, chosen)
    return [
        _decided(index, path, chosen, profiles, linked=linked) for index, path in enumerate(paths)
    ]


def _decided(
    index: int,
    path: tuple[str, ...],
    chosen: dict[int, str | None],
    profiles: list[Profile],
    *,
    linked: bool,
) -> Mapped:
    if index in chosen:
        return Mapped(chosen[index], True)
    empty = not profiles[index].filled and not path
    return Mapped(None, empty or bool(_meanings(path, linked=linked)))


def _meanings(path: tuple[str, ...], *, linked: bool) -> tuple[tuple[str, float], ...]:
    """Return the fields a header may mean; in a table of links its wordings come first."""
    field = link_field(path[-1]) if linked and path else None
    return ((field, LINK_WORDING),) if field else header_fields(path)


def _offers(path: tuple[str, ...], profile: Profile, *, linked: bool) -> list[tuple[str, float]]:
    """Return the fields a header offers, with the wording's weight corrected by the contents."""
    return [
        (field, score + fit)
        for field, score in _meanings(path, linked=linked)
        if (fit := _fit(field, profile)) > -2.5
    ]


def _fit(field: str, profile: Profile) -> float:
    """Return from -3 (cannot be) to +2 (clearly) how well the contents agree with a field."""
    if not profile.filled:
        return 0.0
    if is_figure(field) or field.startswith("counts") or field == "hours_per_unit":
        return 1.0 if profile.numeric >= 0.5 else (-3.0 if _wordy(profile) else 0.0)
    if field in _EXCLUSIVE:
        share = profile.share(field)
        return 2.0 if share >= 0.8 else (0.5 if share >= 0.4 else -1.2)
    if field in _KEY_FITS:
        return _KEY_FITS[field](profile)
    return profile.share(field) if field in TESTS else 0.0


def _fit_department(profile: Profile) -> float:
    if profile.share("unit") > 0.6:
        return -3.0
    return 1.5 * profile.share("department") - 2.0 * (profile.clearly_sections() > 0.5)


def _fit_section(profile: Profile) -> float:
    if profile.share("name") > 0.8 or profile.numeric > 0.8:
        return -3.0
    return 1.5 * profile.share("section") - 1.5 * (profile.clearly_departments() > 0.6)


def _fit_name(profile: Profile) -> float:
    if profile.numeric > 0.6 or profile.clearly_sections() > 0.6:
        return -3.0
    return 2.0 * profile.share("name") - (profile.share("name") < 0.2)


def _fit_duty(profile: Profile) -> float:
    if profile.numeric > 0.6 or profile.share("post") > 0.7:
        return -3.0
    return 0.5 * profile.share("duty")


def _fit_post(profile: Profile) -> float:
    if profile.numeric > 0.6 or profile.share("duty") > 0.7:
        return -3.0
    return profile.share("post")


_KEY_FITS = {
    "department": _fit_department,
    "section": _fit_section,
    "partner": _fit_section,
    "name": _fit_name,
    "duty": _fit_duty,
    "matter": _fit_duty,
    "post": _fit_post,
}


def _wordy(profile: Profile) -> bool:
    """Tell a column of text that cannot be figures, however badly typed."""
    readable = sum(any(letter.isdecimal() for letter in text) for text in profile.texts)
    return profile.numeric < 0.2 and readable < 0.3 * len(profile.texts)


def _by_content(
    paths: Sequence[tuple[str, ...]],
    columns: Sequence[Sequence[Cell]],
    profiles: list[Profile],
    chosen: dict[int, str | None],
    taken: set[str],
) -> None:
    """Give unclaimed columns with unknown headers to the field their contents show."""
    for index, path in enumerate(paths):
        if index in chosen or header_fields(path) or profiles[index].filled < 3:
            continue
        for field, needed in BY_CONTENT.items():
            if field not in taken and profiles[index].share(field) >= needed:
                chosen[index] = field
                taken.add(field)
                break
    if "birth_date" in taken or "id_number" not in taken:
        return
    ids = columns[next(index for index, field in chosen.items() if field == "id_number")]
    for index, path in enumerate(paths):
        if index not in chosen and not header_fields(path) and _births(columns[index], ids):
            chosen[index] = "birth_date"
            return


def _births(column: Sequence[Cell], ids: Sequence[Cell]) -> bool:
    """Tell whether a column says the birth dates that the ID numbers say."""
    agree = seen = 0
    for cell, id_cell in zip(column[:200], ids[:200], strict=True):
        number, day = read_id_number(id_cell).number, read_date(cell).iso
        if number and day:
            seen += 1
            agree += birth_of(number).startswith(day[:7])
    return seen >= 3 and agree >= 0.7 * seen


def _section_in_department(profiles: list[Profile], chosen: dict[int, str | None]) -> None:
    """Read a lone column 部门 full of 科 and 室 as sections: many offices say 部门 for 科室."""
    fields = {field: index for index, field in chosen.items() if field}
    index = fields.get("department")
    if index is not None and not {"section", "department_kind", "section_count"} & set(fields):
        inside = profiles[index]
        if (
            inside.with_place() < 0.3
            and inside.share("section") > 0.5
            and inside.clearly_departments() < 0.4
        ):
            chosen[index] = "section"
    index = fields.get("section")
    if index is not None and "department" not in fields and not {"name", "duty"} & set(fields):
        inside = profiles[index]
        if (
            inside.clearly_departments() > 0.8
            and inside.clearly_sections() < 0.1
            and "unit_type" not in fields
        ):
            chosen[index] = "department"
