"""The forms of importing workbooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from bigsection.accounts.models import User
from bigsection.web.numbers import key_in
from departments.forms.choosing import DepartmentField
from departments.models import Department, Region, Role
from departments.permissions import EDITORS
from departments.queries.directory import departments_to_choose
from departments.scope import departments_of, regions_of

ACCEPTED = (".xlsx", ".xlsm", ".xls", ".csv")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an import goes: a whole region, or one department of it."""

    region: Region
    department: Department | None = None

    @property
    def key(self) -> str:
        """How the place is called in the form."""
        return f"department-{self.department.pk}" if self.department else f"region-{self.region.pk}"


class SeveralFilesInput(forms.ClearableFileInput):
    """A file field that takes several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """A list of files, each no larger than ``UPLOAD_MAX_MB``; nothing is read here."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files; ValidationError names the first that is empty, too large or no table."""
        files: Sequence[Any] = (data or [None]) if isinstance(data, list | tuple) else [data]
        return [self._checked(super(SeveralFilesField, self).clean(file)) for file in files]

    def _checked(self, file: UploadedFile[bytes]) -> UploadedFile[bytes]:
        name, size = file.name or "", file.size or 0
        if size > settings.UPLOAD_MAX_MB * 1_000_000:
            raise forms.ValidationError(
                _("“%(name)s”超过 %(limit)d MB。请删去无关的工作表或图片，或按部门拆分后再导入。")
                % {"name": name, "limit": settings.UPLOAD_MAX_MB}
            )
        if not name.lower().endswith(ACCEPTED):
            raise forms.ValidationError(
                _("“%(name)s”不是 Excel 工作簿或 CSV 文件。请另存为 .xlsx 后再导入。")
                % {"name": name}
            )
        return file


class UploadForm(forms.Form):
    """Files, and where they go: a region or a department that the person may import into.

    ``choices`` are offered in a list; where the departments are too many for one, in the field
    ``department``, which counts where something stands in it.
    """

    place = forms.CharField(label="导入到", required=False)
    files = SeveralFilesField(  # type: ignore[assignment]  # a field here, as in every form
        label="文件",
        error_messages={"required": "请选择要导入的文件。", "empty": "选择的文件是空的。"},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._place: Place | None = None
        self.fields["department"] = DepartmentField(among=departments_of(user, EDITORS))
        few = departments_to_choose(user, edited=True)
        regions = [Place(region) for region in regions_of(user, (Role.OFFICER,))]
        departments = [Place(one.region, one) for one in few]
        self.too_many = few.more
        groups: list[tuple[str, list[tuple[str, str]]]] = [
            (_("整个地区"), [(p.key, _("%s（文件中的全部部门）") % p.region) for p in regions]),
            (_("一个部门"), [(p.key, str(p.department)) for p in departments if not few.more]),
        ]
        self.choices = [group for group in groups if group[1]]

    def clean(self) -> dict[str, Any]:
        """Find the place; a name in ``department`` goes before a choice of the list."""
        cleaned = super().clean() or {}
        kind, _dash, number = str(cleaned.get("place", "")).partition("-")
        named = cleaned.get("department")
        name, key = ("place", key_in(number) or 0) if named is None else ("department", named)
        if name == "department" or kind == "department":
            mine = departments_of(self.user, EDITORS).standing().select_related("region")
            department = mine.filter(pk=key).first()
            self._place = Place(department.region, department) if department else None
        else:
            region = regions_of(self.user, (Role.OFFICER,)).filter(pk=key).first()
            self._place = Place(region) if region and kind == "region" else None
        if self._place is None:
            unknown = _("没有您能导入的这个名称的部门，或不止一个；请从列出的部门中选择。")
            nothing = _("请选择您能导入的地区或部门。")
            self.add_error(name, nothing if name == "place" else unknown)
        return cleaned

    @property
    def named(self) -> Department | None:
        """The department that was chosen, once the form has been looked at."""
        return self._place.department if self._place else None

    def chosen_place(self) -> Place:
        """The chosen place of a valid form."""
        assert self._place is not None  # noqa: S101
        return self._place
