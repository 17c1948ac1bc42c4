"""Who may do what with the organisation: ``check_x`` refuses with a reason, ``may_x`` answers."""

from bigsection.accounts.models import User
from bigsection.errors import NotAllowed
from departments.models import Department, Region, Role
from departments.scope import holds, memberships_of, regions_of

EDITORS = (Role.CLERK, Role.OFFICER)
CONFIGURERS = (Role.OFFICER,)
AUDIT_READERS = (Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)


def may_edit(user: User, department: Department) -> bool:
    """Whether the person may change the roster of a department."""
    return holds(user, department, EDITORS)


def check_edit(user: User, department: Department) -> None:
    """Refuse a person who may not change the roster of ``department``."""
    if not may_edit(user, department):
        raise NotAllowed(
            f"您不能修改“{department}”的机构和人员。", hint="请联系该部门经办人或编办工作人员。"
        )


def may_import(user: User) -> bool:
    """Whether the person may import anywhere at all."""
    return any(membership.role in EDITORS for membership in memberships_of(user))


def check_import(user: User, region: Region, department: Department | None) -> None:
    """Refuse an import outside the person's scope: a clerk imports for their department only."""
    if department is not None:
        check_edit(user, department)
    elif not regions_of(user, (Role.OFFICER,)).filter(pk=region.pk).exists():
        raise NotAllowed(
            "导入整个地区的文件需要编办工作人员权限。", hint="部门经办人请选择自己的部门。"
        )


def may_import_into(user: User, region: Region, department: Department | None) -> bool:
    """Whether the person may import into this place."""
    try:
        check_import(user, region, department)
    except NotAllowed:
        return False
    return True


def check_import_anywhere(user: User) -> None:
    """Refuse a person who may import nowhere."""
    if not may_import(user):
        raise NotAllowed("您不能导入数据。", hint="请联系部门经办人或编办工作人员。")


def may_configure(user: User, region: Region) -> bool:
    """Whether the person may change what a region goes by: its phrase list and its rule set."""
    return regions_of(user, CONFIGURERS).filter(pk=region.pk).exists()


def check_configure(user: User, region: Region) -> None:
    """Refuse a person who may not change the settings of ``region``."""
    if not may_configure(user, region):
        raise NotAllowed(f"您不能修改“{region}”的设置。", hint="请联系该地区编办工作人员。")


def sees_settings(user: User) -> bool:
    """Whether there is anything in the settings that the person may change."""
    return any(each.role in EDITORS for each in memberships_of(user))


def may_see_audit(user: User) -> bool:
    """Whether the person may read the audit trail of their scope."""
    return any(membership.role in AUDIT_READERS for membership in memberships_of(user))


def check_see_audit(user: User) -> None:
    """Refuse a person who may not read the audit trail."""
    if not may_see_audit(user):
        raise NotAllowed("您不能查看审计记录。", hint="请联系系统管理员。")
