"""Rules for leadership posts that are in public documents, to start a rule set from."""

from dataclasses import dataclass

Steps = list[list[int | None]]
"""Up to so many people (None: any number more), so many leadership posts."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A rule with the place it comes from."""

    key: str
    name: str
    source: str
    posts_rule: Steps


PRESETS = (
    Preset(
        "huaibei",
        "淮北",
        "淮北市大科室制改革：编制 4 名以下的科室设 1 职；5 名以上各档为本系统的缺省值",
        [[4, 1], [9, 2], [None, 3]],
    ),
    Preset(
        "ministry",
        "部委处室",
        "中央国家机关处级领导职数的旧规定：3 人设 1 职；4–7 人一正一副；8–14 人一正二副；15 人以上一正三副",
        [[3, 1], [7, 2], [14, 3], [None, 4]],
    ),
)
"""They disagree about 4 people, so a region chooses one, or writes its own."""


def preset_of(key: str) -> Preset | None:
    """The preset of a name in an address; None for a name that is none."""
    return next((preset for preset in PRESETS if preset.key == key), None)


def steps_in_words(steps: Steps) -> str:
    """A rule to read: ``4 人以下 1 职；5–9 人 2 职；10 人以上 3 职``."""
    words, low = [], 0
    for upper, posts in steps:
        if upper is None:
            span = f"{low} 人以上" if low else "不论人数"
        elif low >= upper:
            span = f"{upper} 人"
        else:
            span = f"{low}–{upper} 人" if low else f"{upper} 人以下"
        words.append(f"{span} {posts} 职")
        low = (upper or 0) + 1
    return "；".join(words)
