"""How kinds may mix: each of the fifteen ways has one key, one wording, and comes back as it was."""

from departments.kind_groups import choices, groups_of, in_words, key_of, mixes_all


def test_every_way_to_group_four_kinds_is_offered_once_and_read_back_as_it_was():
    offered = choices()
    assert len({key for key, _ in offered}) == len({words for _, words in offered}) == 15
    assert [key_of(groups_of(key)) for key, _ in offered] == [key for key, _ in offered]
    assert offered[0] == ("business|enforcement|general+party", "业务 | 执法 | 综合+党务")


def test_a_kind_in_no_list_stands_for_itself_and_all_in_one_is_no_rule():
    assert key_of([["party", "business"]]) == "business+party|enforcement|general"
    assert in_words([]) == "业务 | 执法 | 综合 | 党务"
    assert mixes_all(groups_of("business+enforcement+general+party"))
    assert not mixes_all([])
