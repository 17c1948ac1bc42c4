"""Checks of identity numbers: missing, impossible, or at odds with the roster."""

from django.db.models import F, Q
from django.db.models.functions import Length, Substr

from bigsection.web.id_numbers import masked
from departments.health.check import Area, InDepartment, Row, Rows, Severity, told
from departments.health.id_numbers import (
    birth_in_number,
    gender_in_number,
    with_validity,
)
from departments.health.places import of_people


def _missing(area: Area) -> Rows:
    return of_people(area.people().filter(id_number=""))


def _invalid(area: Area) -> Rows:
    return of_people(
        with_validity(area.people().exclude(id_number="")).filter(id_valid=0), "id_number"
    )


def _tell_invalid(row: Row) -> str:
    number = str(row["id_number"])
    if len(number) == 15 and number.isdecimal():
        fault = "是 15 位旧号码，2013 年起已停用"
    elif len(number) != 18:
        fault = f"是 {len(number)} 位，应为 18 位"
    else:
        fault = "的出生日期或校验码不对"
    return f"{masked(number)} {fault}。"


def _disagrees(area: Area) -> Rows:
    """Valid numbers only: an impossible one is a finding already, and its date says nothing."""
    people = with_validity(area.people().exclude(id_number="")).filter(id_valid=1)
    read = people.annotate(number_birth=birth_in_number(), number_gender=gender_in_number())
    # a birth date may be a month only: as much of the number is compared as the roster says
    same_day = Q(birth_date=Substr("number_birth", 1, Length("birth_date")))
    other_gender = Q(gender__in=("男", "女")) & ~Q(gender=F("number_gender"))
    return of_people(
        read.filter((~Q(birth_date="") & ~same_day) | other_gender),
        "birth_date",
        "number_birth",
        "gender",
        "number_gender",
    )


def _tell_disagrees(row: Row) -> str:
    """Which parts differ; what the number itself says stays masked."""
    roster, number = (str(row[name]).split("-") for name in ("birth_date", "number_birth"))
    parts = [
        word
        for word, ours, theirs in zip("年月日", roster, number, strict=False)
        if ours and ours != theirs
    ]
    faults = (
        [f"名册出生日期 {row['birth_date']} 与身份证号的{'、'.join(parts)}不同"] if parts else []
    )
    if row["gender"] in ("男", "女") and row["gender"] != row["number_gender"]:
        faults.append(f"名册性别“{row['gender']}”与身份证号不同")
    return "；".join(faults) + "。"


CHECKS = (
    InDepartment(
        code="id_number_invalid",
        title="身份证号无效",
        severity=Severity.ERROR,
        why="位数、出生日期或校验码不对的号码，一定有字录错，实名制无法与公安、社保数据比对。"
        "Excel 把号码当数字存时，会丢掉最后几位。",
        action="对照身份证改正；录入前把该列设为文本格式。",
        subject="person",
        rows=_invalid,
        tell=told(_tell_invalid),
    ),
    InDepartment(
        code="id_number_disagrees",
        title="出生日期或性别与身份证号不符",
        severity=Severity.ERROR,
        why="身份证号有效而出生日期或性别不同，退休时间、年龄结构都会算错；档案年龄另有认定的除外。",
        action="对照身份证和干部档案改正；按档案认定的，在备注中注明。",
        subject="person",
        rows=_disagrees,
        tell=told(_tell_disagrees),
    ),
    InDepartment(
        code="id_number_missing",
        title="没有身份证号",
        severity=Severity.WARNING,
        why="没有身份证号，同名的人无法区分，重复登记也查不出来。",
        action="补登身份证号。",
        subject="person",
        rows=_missing,
        tell=told(lambda row: "身份证号未填。"),
    ),
)
