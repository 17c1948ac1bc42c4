"""The editable phrase list: words and clauses of a duty text that tell nothing of a function."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from similarity.folding import folded_word
from similarity.gapped_phrase import GappedPhrases

# Clauses that end every duty list and mean "whatever else comes up", each with an example. Regular
# expressions, tried on a clause without spaces, numbering and punctuation; a clause that matches is
# not scored. A region writes its own as plain phrases (`Boilerplate.catch_alls`).
BUILTIN_CATCH_ALLS: Final = (
    (
        r"^(?:承办|完成|办理|承担|做好|负责)?.{0,20}(?:交办|安排|布置|交给|部署|交付)的?"
        r"(?:其他|其它|临时|有关|各项).{0,8}$",
        "承办领导交办的其他事项",
    ),
    (r"^(?:承办|完成|办理|做好).{0,20}交办的?(?:事项|任务|工作)$", "完成上级交办的任务"),
    (
        r"^(?:负责|承担|完成|做好|承办|办理)?其[他它](?:有关|相关|日常)?(?:工作|事项|任务|职责)$",
        "负责其他相关工作",
    ),
    (r"^.{0,20}(?:规定|赋予|授权)的其[他它].{0,8}$", "法律法规规定的其他职责"),
    # campaigns every section takes its turn in
    (r"驻村(?:帮扶)?.{0,6}(?:轮换|轮岗|派驻)", "驻村帮扶轮换"),
    (r"文明城市.{0,6}(?:包保|值守|包联)", "文明城市包保"),
    (r"专班抽调", "专班抽调"),
    (r"信访积案.{0,4}包案", "信访积案包案"),
)

# Topics every office has to look after. A clause of nothing but these topics (with filler words
# between them) is not scored, unless the section is named for the topic: 保密科 does 保密.
BOILERPLATE_TOPICS = (
    "党建", "党的建设", "党风廉政建设", "党风廉政", "党务", "政治理论学习", "意识形态",
    "精神文明建设", "精神文明", "保密", "保密管理", "信访", "信访维稳", "维护稳定", "综治",
    "平安建设", "安全生产", "安全保卫", "安全", "消防", "值班", "计划生育", "政务公开",
    "信息公开", "普法", "扫黑除恶", "乡村振兴帮扶", "营商环境", "文明创建",
)  # fmt: skip

# Words that may stand around the topics in such a clause.
FILLERS = (
    "负责", "承担", "承办", "做好", "抓好", "落实", "协助", "参与", "开展", "组织", "指导",
    "本科室", "本室", "本处", "本股", "本单位", "本部门", "本局", "本系统", "机关", "全局",
    "科室", "内部", "日常", "相关", "有关", "各项", "工作", "管理", "责任制", "责任", "事务",
    "事项", "和", "与", "及", "以及", "等", "的",
)  # fmt: skip

# Words of every clause: they part the text like punctuation, so 负责干部 leaves 干部 and no 责干.
EMPTY_WORDS = ("负责", "承担", "承办", "工作")

# What the last part of a section's name only says about its form: 干部监督室 is 干部监督.
UNIT_WORDS = ("中心", "科", "室", "处", "股", "办", "队", "站", "所", "组")

# What planning software puts at the end of a name (预算大科室, 预算大科室2): no office wrote it.
BIG_SECTION = re.compile(r"大科室? *[0-9]*\s*$")


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The phrase list in force; a region may replace any of its columns but the unit words.

    `catch_alls` are plain phrases in which an ellipsis stands for up to 20 characters
    (`gapped_phrase.GappedPhrase`); they count beside the built-in ones unless `builtin_catch_alls` is
    false.
    """

    catch_alls: tuple[str, ...] = ()
    topics: tuple[str, ...] = BOILERPLATE_TOPICS
    fillers: tuple[str, ...] = FILLERS
    empty_words: tuple[str, ...] = EMPTY_WORDS
    unit_words: tuple[str, ...] = UNIT_WORDS
    builtin_catch_alls: bool = True


DEFAULT = Boilerplate()


class PhraseRules:
    """The phrase list made ready to apply to cleaned text (`clauses.Cleaner`)."""

    def __init__(self, phrases: Boilerplate = DEFAULT) -> None:
        self._topics = _folded(phrases.topics)
        self._words = self._topics | _folded(phrases.fillers)
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)
        self._topic = _any_of(self._topics)
        builtin = [pattern for pattern, _ in BUILTIN_CATCH_ALLS if phrases.builtin_catch_alls]
        self._catch_all = _maybe("|".join(builtin))
        self._own_catch_alls = GappedPhrases(phrases.catch_alls)
        self._empty = _any_of(_folded(phrases.empty_words))
        units = _any_of(_folded(phrases.unit_words))
        self._unit = _maybe(units and rf"(?<=[^ ])(?:{units.pattern})\s*$")

    def reason_not_scored(self, clause: str, section_name: str) -> str | None:
        """Say why a clause does not count: "catch_all", "boilerplate", or None when it counts.

        `clause` is without any spaces. Boilerplate counts when the name holds one of its topics.
        """
        if self._catch_all and self._catch_all.search(clause):
            return "catch_all"
        if self._own_catch_alls.match(clause):
            return "catch_all"
        if self._topic and self._topic.search(clause) and self._is_boilerplate(clause):
            own = any(topic in section_name and topic in clause for topic in self._topics)
            return None if own else "boilerplate"
        return None

    def blank_empty_words(self, text: str) -> str:
        """Replace every empty word by as many spaces: lengths and positions stay."""
        return self._empty.sub(_spaces, text) if self._empty else text

    def blank_unit_word(self, name: str) -> str:
        """Blank the unit word at the end of a name (科, 室, 中心…) unless it is the whole name, and
        大科室 in any case.
        """
        name = BIG_SECTION.sub(_spaces, name)
        return self._unit.sub(_spaces, name) if self._unit else name

    def _is_boilerplate(self, clause: str) -> bool:
        """Whether the clause is nothing but topics, one at least, and fillers.

        Every way of cutting it up is tried, place by place, in time linear in its length: a topic
        may begin with a filler, as 组织生活 does.
        """
        reached = {0: False}  # place: whether a topic is among the words before it
        for place in range(len(clause)):
            if place not in reached:
                continue
            for length in self._lengths:
                word = clause[place : place + length]
                if word in self._words and len(word) == length:
                    with_topic = reached[place] or word in self._topics
                    reached[place + length] = reached.get(place + length, False) or with_topic
        return reached.get(len(clause), False)


@lru_cache(maxsize=32)
def rules_of(phrases: Boilerplate) -> PhraseRules:
    """The list made ready; those of the last regions are kept, some 50 kB each."""
    return PhraseRules(phrases)


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(folded_word(word) for word in words) - {""}


def _maybe(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


def _any_of(words: frozenset[str]) -> re.Pattern[str] | None:
    # Longest first, so that 安全生产 is one topic and not 安全 with an unknown rest.
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return _maybe("|".join(re.escape(word) for word in ordered))
