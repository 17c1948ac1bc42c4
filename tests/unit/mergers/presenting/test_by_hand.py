"""What people changed in a plan since it was made, told in words that still fit."""

from dataclasses import replace

from mergers.domain.arrangement import Arrangement, PeopleTransfer, Place, PlannedSection, Transfer
from mergers.presenting.by_hand import restores

NAMES = {1: "预算科", 2: "预算审核科", 3: "会计科"}
MODES = {"merge": "合并", "co-locate": "合署办公"}
MADE = Arrangement(
    planned_sections=(
        PlannedSection(7, "预算科", "merge"),
        PlannedSection(8, "会计科", "merge"),
    ),
    places=(Place(1, 7), Place(2, 7), Place(3, 8)),
)


def lines(now: Arrangement) -> list[tuple[str, str, str, dict[str, str]]]:
    return [
        (line.kind, line.text, line.edit, dict(line.fields))
        for line in restores(MADE, now, NAMES, MODES)
    ]


def test_a_plan_as_it_was_made_has_nothing_to_take_back():
    assert lines(MADE) == []


def test_a_moved_section_says_with_whom_it_was():
    now = replace(MADE, places=(Place(1, 7), Place(2, 8), Place(3, 8)))
    assert lines(now) == [
        (
            "移动",
            "预算审核科在“会计科”（求解时与预算科一起）",
            "plan_edit_move",
            {"section": "2", "to": "7"},
        )
    ]


def test_the_way_back_leads_to_its_fellows_when_its_big_section_is_gone():
    now = Arrangement(
        planned_sections=MADE.planned_sections[1:],
        places=(Place(1, 8), Place(2, None), Place(3, 8)),
    )
    ways = [fields["to"] for _, _, edit, fields in lines(now) if edit == "plan_edit_move"]
    assert ways == ["alone", "8"]


def test_a_section_that_stood_alone_goes_back_alone():
    now = Arrangement(
        planned_sections=MADE.planned_sections[:1], places=(Place(1, 7), Place(2, 7), Place(3, 7))
    )
    (line,) = lines(now)
    assert line[1] == "会计科在“预算科”（求解时单独成科）"
    assert line[3] == {"section": "3", "to": "alone"}


def test_names_that_follow_the_members_are_no_change_of_their_own():
    planned_sections = (
        replace(MADE.planned_sections[0], name="预算科"),
        replace(MADE.planned_sections[1], name="会计大科室"),
    )
    now = Arrangement(
        planned_sections=planned_sections, places=(Place(1, 7), Place(2, 8), Place(3, 8))
    )
    assert [kind for kind, *_ in lines(now)] == ["移动"]


def test_a_chosen_name_and_a_mode_go_back():
    big = replace(MADE.planned_sections[0], name="预算管理科", mode="co-locate")
    assert lines(replace(MADE, planned_sections=(big, MADE.planned_sections[1]))) == [
        (
            "方式",
            "预算管理科：合并 → 合署办公",
            "plan_edit_mode",
            {"big_section": "7", "mode": "merge"},
        ),
        (
            "更名",
            "预算科 → 预算管理科",
            "big_section_rename",
            {"big_section": "7", "name": "预算科"},
        ),
    ]


def test_a_founded_big_section_can_go_only_while_it_is_empty():
    founded = replace(
        MADE, planned_sections=(*MADE.planned_sections, PlannedSection(9, "绩效科", "merge"))
    )
    assert lines(founded) == [("新设", "绩效科", "plan_edit_remove", {"big_section": "9"})]
    filled = replace(founded, transfers=(Transfer(11, 1, "绩效评价", big=9),))
    assert lines(filled)[0] == ("新设", "绩效科", "", {"big_section": "9"})


def test_a_founded_big_section_with_sections_in_it_is_no_new_section():
    """It keeps or joins them: the page must not call one thing by two words."""
    section = MADE.places[0]
    founded = replace(
        MADE,
        planned_sections=(*MADE.planned_sections, PlannedSection(9, "绩效科", "merge")),
        places=(replace(section, big=9), *MADE.places[1:]),
    )
    kinds = [kind for kind, *_ in lines(founded)]
    assert "移动" in kinds
    assert "新设" not in kinds


def test_duties_go_back_with_their_section_and_rulings_out_of_the_plan():
    moves = (
        Transfer(11, 1, "绩效评价", big=8),
        Transfer(12, 1, "公债管理", ended=True, reason="已取消"),
        Transfer(13, 1, "企业清欠", section=99, ruling=5),
        Transfer(None, 1, "导入后不在了", big=8),
    )
    assert [
        (text, edit, fields) for _, text, edit, fields in lines(replace(MADE, transfers=moves))
    ] == [
        ("绩效评价（预算科）→ 会计科", "plan_edit_duties", {"duty": "11", "do": "return"}),
        ("公债管理（预算科）→ 终止", "plan_edit_duties", {"duty": "12", "do": "return"}),
        ("企业清欠（预算科）→ 其他部门", "plan_edit_ruling", {"ruling": "5", "do": "drop"}),
        ("导入后不在了（预算科）→ 会计科", "", {}),
    ]


def test_people_who_go_along_come_back():
    (line,) = lines(replace(MADE, people_transfers=(PeopleTransfer(1, 8, 2),)))
    assert line == (
        "随转人员",
        "预算科 2 人 → 会计科",
        "plan_edit_people",
        {"section": "1", "to": "8", "people": "0"},
    )
