"""A second, slow planner written from the specification alone: the judge of the fast one."""

import math
import random
from collections.abc import Iterator

KIND_GROUPS = (
    [],
    [["business"], ["enforcement"], ["general", "party"]],
    [["business", "general"], ["party", "enforcement"]],
    [["business", "general"], ["general", "party"]],
)
PARTS = ("overlap", "balance", "one_person", "posts", "continuity", "span")


class Reference:
    """Reads a problem in file form (with "overlap" given) and scores groups in plain Python."""

    def __init__(self, data: dict) -> None:
        self.sections = sorted(data["sections"], key=lambda s: s["id"])
        position = {s["id"]: i for i, s in enumerate(data["sections"])}
        order = [position[s["id"]] for s in self.sections]
        raw = [[float(data["overlap"][i][j]) for j in order] for i in order]
        self.index = {s["id"]: i for i, s in enumerate(self.sections)}
        self.n = len(self.sections)
        raw = self._linked(raw, data)
        self.rules = {"max_members": 4} | (data.get("rules") or {})
        self.mode = data.get("mode", "merge")
        self.posts_rule = data.get("posts_rule") or [[4, 1], [9, 2], [None, 3]]
        weights = data.get("weights") or dict(
            zip(PARTS, (0.35, 0.25, 0.15, 0.10, 0.10, 0.05), strict=True)
        )
        weights = {part: weights.get(part, 0) for part in PARTS}
        if self.mode != "merge":
            weights["posts"] = 0
        total = sum(weights.values())
        self.weights = {part: weight / total for part, weight in weights.items()}
        self._calibrate(raw, data.get("calibration"))
        self.people = [s["people"] for s in self.sections]
        self.total = sum(self.people)
        self.posts = [s.get("posts", 0) for s in self.sections]
        loads = [s.get("load_hours") for s in self.sections]
        heads = sum(p for p, load in zip(self.people, loads, strict=True) if load is not None)
        hours = sum(load for load in loads if load is not None)
        self.mean = hours / heads if heads and hours else None
        self.load = [
            (self.mean or 0) * p if load is None else load
            for p, load in zip(self.people, loads, strict=True)
        ]
        self.small = sum(self._smallness(p) for p in self.people)
        self._join()

    def _linked(self, raw: list, data: dict) -> list:
        links = data.get("links") or []
        if not links:
            return raw
        share = data.get("link_weight", 0.3)
        strength: dict = {}
        for a, b, value in links:
            pair = frozenset((self.index[a], self.index[b]))
            strength[pair] = max(value, strength.get(pair, 0))
        return [
            [
                (1 - share) * raw[i][j] + share * strength.get(frozenset((i, j)), 0)
                for j in range(self.n)
            ]
            for i in range(self.n)
        ]

    def _calibrate(self, raw: list, given: dict | None) -> None:
        pairs = sorted(raw[i][j] for i in range(self.n) for j in range(i + 1, self.n))

        def quantile(share: float) -> float:
            if not pairs:
                return 0.0
            place = share * (len(pairs) - 1)
            low = math.floor(place)
            high = min(low + 1, len(pairs) - 1)
            return pairs[low] + (pairs[high] - pairs[low]) * (place - low)

        p50, p95 = (given["p50"], given["p95"]) if given else (quantile(0.5), quantile(0.95))
        if p95 > p50:
            self.q = [[min(1.0, max(0.0, (s - p50) / (p95 - p50))) for s in row] for row in raw]
        else:
            self.q = [[1.0 if s > p50 else 0.0 for s in row] for row in raw]

    def _join(self) -> None:
        block = list(range(self.n))
        for a, b in self.rules.get("must_together") or []:
            x, y = block[self.index[a]], block[self.index[b]]
            block = [x if label == y else label for label in block]
        self.block = block

    @staticmethod
    def _smallness(people: float) -> float:
        return 1.0 if people <= 1 else 0.5 if people == 2 else 0.0

    def posts_after(self, group: tuple) -> int:
        people = sum(self.people[i] for i in group)
        for upper, posts in self.posts_rule:
            if upper is None or people <= upper:
                return posts
        return self.posts_rule[-1][1]

    def ratio(self, group: tuple) -> float:
        people = sum(self.people[i] for i in group)
        if self.mean is None or people == 0:
            return 1.0
        return sum(self.load[i] for i in group) / (self.mean * people)

    def contributions(self, group: tuple, count: int) -> dict:
        m, n = len(group), self.n
        people = sum(self.people[i] for i in group)
        pairs = [self.q[i][j] for k, i in enumerate(group) for j in group[k + 1 :]]
        mean_q = sum(pairs) / len(pairs) if pairs else 0.0
        posts_before = sum(self.posts[i] for i in group)
        all_posts = sum(self.posts)
        limit = self.rules.get("max_people")
        limit = max(15 if limit is None else limit, 10)
        fit = min(1.0, max(0.0, 1 - max(0, people - 9) / (limit - 9)))
        even = max(0.0, 1 - ((self.ratio(group) - 1) / 0.5) ** 2)
        return {
            "overlap": 0.0 if count == n else 100 * (m - 1) * mean_q / (n - count),
            "balance": 100 * people * even / self.total if self.total else 0.0,
            "one_person": 100 / count - 100 * self._smallness(people) / self.small
            if self.small
            else 100 / count,
            "posts": 100 * (posts_before - self.posts_after(group)) / (all_posts - count)
            if all_posts > count
            else 100 / count,
            "continuity": 100 * max(self.people[i] for i in group) / self.total
            if self.total
            else 0.0,
            "span": 100 / count * fit * (1 if m <= 3 else 0.5),
        }

    def value(self, group: tuple, count: int) -> int:
        parts = self.contributions(group, count)
        return round(1e6 * sum(self.weights[part] * parts[part] for part in PARTS))

    def pair_allowed(self, i: int, j: int) -> bool:
        a, b = self.sections[i], self.sections[j]
        apart = [set(pair) for pair in self.rules.get("must_apart") or []]
        if {a["id"], b["id"]} in apart:
            return False
        if {a["id"], b["id"]} & set(self.rules.get("keep") or []):
            return False
        if self.block[i] == self.block[j]:
            return True
        lines = set(a.get("lines") or []), set(b.get("lines") or [])
        if self.rules.get("same_line") and all(lines) and not lines[0] & lines[1]:
            return False
        kinds = {a.get("kind", "business"), b.get("kind", "business")}
        lists = self.rules.get("kind_groups")
        if len(kinds) == 1 or (lists is None and not self.rules.get("separate_kinds")):
            return True
        return any(kinds <= set(one) for one in lists or [])

    def group_allowed(self, group: tuple) -> bool:
        rules = self.rules
        people = sum(self.people[i] for i in group)
        if rules["max_members"] is not None and len(group) > rules["max_members"]:
            return False
        limit = rules.get("max_people")
        if limit is not None and people > limit + 1e-9 and len(group) > 1:
            return False
        least = rules.get("min_people")
        kept = len(group) == 1 and self.sections[group[0]]["id"] in (rules.get("keep") or [])
        if least is not None and people < least - 1e-9 and not kept:
            return False
        deviation = rules.get("max_load_deviation")
        if deviation is not None and people > 0 and abs(self.ratio(group) - 1) > deviation + 1e-9:
            return False
        together = {self.block[i] for i in group}
        if any(self.block[i] in together and i not in group for i in range(self.n)):
            return False
        return all(self.pair_allowed(i, j) for k, i in enumerate(group) for j in group[k + 1 :])

    def is_business(self, group: tuple) -> bool:
        business = sum(
            self.people[i] for i in group if self.sections[i].get("kind", "business") == "business"
        )
        return 2 * business >= sum(self.people[i] for i in group)

    def business_needed(self, count: int) -> int:
        share = self.rules.get("business_share")
        return 0 if share is None else math.ceil(share * count - 1e-9)

    def posts_limit(self) -> float:
        limit = self.rules.get("max_posts")
        return math.inf if limit is None or self.mode != "merge" else limit

    def counts(self) -> range:
        rules = self.rules
        if rules.get("count") is not None:
            return range(max(1, rules["count"]), min(self.n, rules["count"]) + 1)
        low = 1 if rules.get("min_count") is None else rules["min_count"]
        high = self.n if rules.get("max_count") is None else rules["max_count"]
        return range(max(1, low), min(self.n, high) + 1)

    def plan_allowed(self, plan: list) -> bool:
        if len(plan) not in self.counts() or not all(self.group_allowed(g) for g in plan):
            return False
        if sum(self.is_business(g) for g in plan) < self.business_needed(len(plan)):
            return False
        return sum(self.posts_after(g) for g in plan) <= self.posts_limit()

    def plan_value(self, plan: list) -> int:
        return sum(self.value(group, len(plan)) for group in plan)

    def brute_force(self) -> int | None:
        """Return the best value over all partitions, None when the rules allow no plan."""
        allowed = {}
        for mask in range(1, 1 << self.n):
            group = tuple(i for i in range(self.n) if mask >> i & 1)
            if self.group_allowed(group):
                allowed[mask] = group
        best = None
        for plan in _covers(self.n, allowed, (1 << self.n) - 1):
            if self.plan_allowed(plan):
                value = self.plan_value(plan)
                best = value if best is None else max(best, value)
        return best


def _covers(n: int, allowed: dict, open_mask: int) -> Iterator[list]:
    if not open_mask:
        yield []
        return
    low = open_mask & -open_mask
    rest = open_mask ^ low
    part = rest
    while True:
        mask = part | low
        if mask in allowed:
            for others in _covers(n, allowed, open_mask ^ mask):
                yield [allowed[mask], *others]
        if not part:
            return
        part = (part - 1) & rest


def random_problem(seed: int, smallest: int = 2, largest: int = 8) -> dict:
    """Return a generated problem in file form; the seeds together cover every rule and mode."""
    draw = random.Random(seed)  # noqa: S311 - repeatable cases, no secrets
    n = draw.randint(smallest, largest)
    ids = [f"s{k:02d}" for k in range(n)]
    draw.shuffle(ids)
    style = draw.choice(["noise", "ties", "blocks", "zero"])
    overlap = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1, n):
            value = {
                "noise": draw.random(),
                "ties": draw.choice([0.0, 0.5, 1.0]),
                "blocks": 0.7 + 0.2 * draw.random() if i % 3 == j % 3 else 0.2 * draw.random(),
                "zero": 0.0,
            }[style]
            overlap[i][j] = overlap[j][i] = value
    people = draw.choice([(1, 8), (0, 3), (1, 1), (2, 20)])
    data_share = draw.choice([1.0, 1.0, 0.6, 0.0])
    sections = [
        {
            "id": ids[k],
            "name": f"科室{k}",
            "lines": draw.sample(["干部", "人才", "党建"], draw.choice([0, 1, 1, 1, 2])),
            "kind": draw.choice(["business"] * 4 + ["general", "party", "enforcement"]),
            "people": draw.randint(*people),
            "load_hours": draw.randrange(0, 15000, 50) if draw.random() < data_share else None,
            "posts": draw.randint(0, 3),
        }
        for k in range(n)
    ]
    data = {
        "sections": sections,
        "overlap": overlap,
        "rules": _random_rules(draw, ids),
        "mode": draw.choice(["merge", "merge", "merge", "co-locate", "group"]),
    }
    if draw.random() < 0.2:
        data["calibration"] = {"p50": 0.3, "p95": draw.choice([0.3, 0.8])}
    if draw.random() < 0.2 and n > 2:
        data["links"] = [[*draw.sample(ids, 2), draw.random()] for _ in range(3)]
    if draw.random() < 0.3:
        data["weights"] = {part: draw.choice([0, 1, 2.5]) for part in PARTS} | {"span": 0.5}
    if draw.random() < 0.2:
        data["posts_rule"] = [[3, 1], [7, 2], [14, 3], [None, 4]]
    if draw.random() < 0.2:
        data["rules"]["kind_groups"] = draw.choice(KIND_GROUPS)
    return data


def _random_rules(draw: random.Random, ids: list) -> dict:
    n = len(ids)
    rules: dict = {}

    def maybe(chance: float, name: str, value: object) -> None:
        if draw.random() < chance:
            rules[name] = value

    maybe(0.5, "count", draw.randint(1, n))
    maybe(0.3, "min_count", draw.randint(1, n))
    maybe(0.3, "max_count", draw.randint(1, n))
    maybe(0.5, "max_members", draw.choice([2, 3, 5, None]))
    maybe(0.5, "max_people", draw.choice([5, 9, 12, 15, 30]))
    maybe(0.3, "same_line", True)
    maybe(0.2, "separate_kinds", True)
    maybe(0.2, "min_people", draw.choice([2, 3, 4]))
    maybe(0.2, "business_share", draw.choice([0.5, 0.7, 0.85, 1.0]))
    maybe(0.2, "max_posts", draw.randint(1, 2 * n))
    maybe(0.2, "max_load_deviation", draw.choice([0.3, 0.6, 1.0]))
    if n > 3:
        maybe(0.3, "must_together", [draw.sample(ids, 2) for _ in range(draw.randint(1, 2))])
        maybe(0.3, "must_apart", [draw.sample(ids, 2) for _ in range(draw.randint(1, 3))])
        maybe(0.2, "keep", draw.sample(ids, draw.randint(1, 2)))
    return rules
