"""A general office whose duties touch every section is near nobody for that."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from planner.api import Stop
from planner.fileio import problem_from_json
from planner.problem import Calibration
from planner.solver import solve
from similarity.evidence import explain_pair, less_hub, with_link
from similarity.hubs import hub_excess, less_hubs
from similarity.overlap import (
    SectionText,
    calibrate,
    cluster_order,
    fit,
    normalise,
    similarity,
)

FIELDS = {
    "预算科": ("编制年度市级预算草案", "审核部门预算并批复"),
    "预算审核科": ("审核部门预算草案", "编制年度预算审核意见"),
    "会计科": ("管理会计人员继续教育", "组织会计专业技术资格考试"),
    "会计监督科": ("监督会计信息质量", "检查会计专业技术服务"),
    "国库科": ("办理国库集中支付业务", "编报财政总决算"),
    "国库支付科": ("审核国库集中支付申请", "核算预算单位支付账务"),
    "采购科": ("监督政府采购活动", "处理政府采购投诉"),
    "采购评审科": ("管理政府采购评审专家", "核查政府采购评审质量"),
    "农业科": ("管理农业农村专项资金", "落实惠农补贴政策"),
    "农村改革科": ("推进农村综合改革", "管理农村公益事业奖补资金"),
    "债务科": ("管理地方政府债务限额", "监测债务风险"),
    "金融科": ("管理金融机构国有资产", "防控地方金融风险"),
    "资产科": ("管理行政单位国有资产", "审批国有资产处置"),
    "绩效科": ("开展重点项目绩效评价", "运用绩效评价结果"),
}
TWINS = (
    ("预算科", "预算审核科"),
    ("会计科", "会计监督科"),
    ("国库科", "国库支付科"),
    ("采购科", "采购评审科"),
)
BUSINESS = [SectionText(name, duties) for name, duties in FIELDS.items()]
OFFICES = {
    "coordinates": SectionText("办公室", tuple(f"协调{d[0]}" for d in FIELDS.values())),
    "repeats": SectionText("办公室", tuple(d[1] for d in FIELDS.values())),
    "covers": SectionText("综合科", tuple(f"统筹{d[0][2:]}有关事宜" for d in FIELDS.values())),
}
KINDS = ["business"] * len(BUSINESS) + ["general"]
offices = pytest.mark.parametrize("office", OFFICES.values(), ids=OFFICES)


def text_matrix(office: SectionText) -> np.ndarray:
    assert len(office.duties) == 14
    return similarity(fit([*BUSINESS, office]))


def problem(office: SectionText, *, separate_kinds: bool, count: int = 10):
    texts = [*BUSINESS, office]
    return problem_from_json(
        {
            "sections": [
                {
                    "id": text.name,
                    "name": text.name,
                    "kind": kind,
                    "people": 3,
                    "posts": 2,
                    "duties": list(text.duties),
                }
                for text, kind in zip(texts, KINDS, strict=True)
            ],
            "weights": {"overlap": 1.0},
            "rules": {"count": count, "separate_kinds": separate_kinds},
        }
    )


def groups_of(asked) -> Iterator[set[str]]:
    result = solve(asked, stop=Stop(time_limit_s=30))
    assert result.status == "optimal"
    for group in result.plan.groups:
        yield set(group.members)


@offices
def test_by_its_text_alone_such_an_office_is_near_everyone(office):
    matrix = text_matrix(office)
    p50, p95 = calibrate(matrix[:-1, :-1])
    q = normalise(matrix, p50, p95)
    assert (q[-1, :-1] > 0.5).mean() > 0.75


@offices
def test_it_is_the_only_hub_and_what_is_left_of_it_is_near_few(office):
    matrix = text_matrix(office)
    excess = hub_excess(matrix)
    assert np.flatnonzero(excess).tolist() == [len(BUSINESS)]
    left = less_hubs(matrix, excess)
    q = normalise(left, *calibrate(left))
    assert np.median(q[-1, :-1]) < 0.5
    assert (left[:-1, :-1] == matrix[:-1, :-1]).all()


@offices
def test_twins_stand_side_by_side_in_the_matrix_with_the_office_there(office):
    matrix = text_matrix(office)
    order = cluster_order(less_hubs(matrix, hub_excess(matrix)))
    place = {text.name: order.index(i) for i, text in enumerate(BUSINESS)}
    for a, b in TWINS:
        assert abs(place[a] - place[b]) == 1


@offices
def test_where_kinds_do_not_mix_it_stays_alone(office):
    assert {office.name} in list(groups_of(problem(office, separate_kinds=True)))


@offices
def test_where_kinds_may_mix_it_still_does_not_gather_the_others_round_it(office):
    asked = problem(office, separate_kinds=False)
    text = text_matrix(office)
    by_text = replace(asked, overlap=text, calibration=Calibration(*calibrate(text)))
    assert {office.name} not in list(groups_of(by_text))
    assert {office.name} in list(groups_of(asked))


def test_belonging_to_a_cluster_of_half_the_department_makes_no_hub():
    matrix = np.full((10, 10), 0.01)
    matrix[:6, :6] = 0.4
    np.fill_diagonal(matrix, 1.0)
    assert not hub_excess(matrix).any()


def test_where_all_are_alike_nobody_is_a_hub():
    matrix = np.full((8, 8), 0.3)
    np.fill_diagonal(matrix, 1.0)
    assert not hub_excess(matrix).any()
    assert less_hubs(matrix, hub_excess(matrix)) is matrix


@pytest.mark.parametrize("n", range(5))
def test_few_sections_have_no_hub(n):
    matrix = np.full((n, n), 0.0)
    matrix[:1, :] = matrix[:, :1] = 0.5
    np.fill_diagonal(matrix, 1.0)
    assert not hub_excess(matrix).any()


def test_two_offices_are_both_hubs_and_the_greater_excess_is_taken_off_their_pair():
    matrix = np.full((12, 12), 0.01)
    matrix[:2, :] = matrix[:, :2] = 0.25
    matrix[1, :] = matrix[:, 1] = 0.3
    matrix[0, 1] = matrix[1, 0] = 0.6
    np.fill_diagonal(matrix, 1.0)
    excess = hub_excess(matrix)
    assert excess[:2] == pytest.approx([0.24, 0.29])
    assert not excess[2:].any()
    left = less_hubs(matrix, excess)
    assert left[0, 1] == pytest.approx(0.31)
    assert left[0, 5] == left[1, 5] == pytest.approx(0.01)
    assert (np.diag(left) == 1).all()


def test_the_order_of_the_sections_does_not_matter():
    matrix = text_matrix(OFFICES["coordinates"])
    order = np.random.default_rng(3).permutation(len(matrix))
    assert (hub_excess(matrix[np.ix_(order, order)]) == hub_excess(matrix)[order]).all()


def test_the_evidence_of_a_hub_s_pair_adds_up_with_what_is_taken_off():
    office = OFFICES["coordinates"]
    corpus = fit([*BUSINESS, office])
    matrix = text_matrix(office)
    excess = hub_excess(matrix)
    left = less_hubs(matrix, excess)
    for i, text in enumerate(BUSINESS):
        evidence = less_hub(explain_pair(corpus, text, office), float(excess[-1]))
        assert evidence.similarity == left[i, -1]
        shares = sum(phrase.share for phrase in evidence.shared_phrases)
        assert shares + evidence.hub_share == pytest.approx(left[i, -1], abs=1e-12)
        linked = with_link(evidence, 0.5, 0.3)
        shares = sum(phrase.share for phrase in linked.shared_phrases)
        assert shares + linked.hub_share + linked.link_share == pytest.approx(
            linked.similarity, abs=1e-12
        )
