"""Times the overlap matrix of 413 and 5,000 sections beside scikit-learn, each in its own process.

Run: python benchmarks/overlap.py   (needs benchmarks/requirements.txt)
Prints the table of benchmarks/overlap.md. The sections are made up by a fixed recipe.
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def _words(listed: str) -> list[str]:
    return listed.split()


FIELDS = _words(
    "干部人事 人才引进 基层党组织 城乡规划 土地利用 矿产资源 耕地保护 义务教育 职业教育 幼儿园 教师队伍 "
    "养老服务 社会救助 儿童福利 社区治理 殡葬管理 就业创业 劳动关系 工伤保险 医疗保障 药品采购 疾病预防 "
    "妇幼健康 中医药 食品安全 特种设备 计量标准 知识产权 企业登记 价格监测 反垄断 招商引资 对外贸易 电子商务 "
    "粮食储备 能源运行 节能降耗 重大项目 固定资产投资 财政预算 国库集中支付 政府采购 政府债务 会计监督 "
    "国有资产 税费征收 统计调查 经济责任审计 公共交通 公路养护 港航管理 水资源 防汛抗旱 河湖管护 农田水利 "
    "种植业 畜牧兽医 农机化 农村改革 森林防火 野生动物 湿地保护 大气污染 水污染防治 固体废物 环境影响评价 "
    "文物保护 公共文化 旅游市场 广播电视 群众体育 竞技训练 退役军人安置 拥军优抚 法律援助 社区矫正 行政复议 "
    "执法监督 人民调解 应急救援 危险化学品 矿山监管 防灾减灾 住房保障 物业管理 建筑市场 工程质量 市政设施 "
    "园林绿化 环境卫生 违法建设 宗教事务 民族团结 侨务联络 台湾事务 理论宣传 新闻出版 网络舆情 信访接待 档案征集"
)
VERBS = _words(
    "拟订 组织实施 指导 监督检查 审核 统筹协调 管理 承担 参与 推进 编制 查处 评估 汇总分析"
)
OBJECTS = _words(
    "政策和发展规划 年度计划并组织实施 专项资金的分配和使用 行政许可事项 标准体系建设 信息平台的建设和维护 "
    "重大案件的调查处理 从业人员的培训和考核 统计分析和年报工作 县(市)区的业务工作 宣传教育和经验推广 "
    "风险排查和隐患整改 试点示范和改革任务 招标、采购和合同管理 服务机构的登记和评价 项目库的论证和申报"
)
COMMON = (
    "负责机关文电、会务、机要和档案工作",
    "负责保密、信访和政务公开工作",
    "承办领导交办的其他事项",
)


def make_sections(count: int, seed: int = 7) -> list[tuple[str, tuple[str, ...]]]:
    """Return sections of 3–7 clauses, as many fields to a section as real ones have."""
    rng = random.Random(seed)
    sections = []
    for _ in range(count):
        fields = rng.sample(FIELDS, rng.choice((1, 1, 2)))
        clauses = [
            f"{rng.choice(VERBS)}{rng.choice(fields)}{rng.choice(OBJECTS)}"
            for _ in range(rng.randint(3, 6))
        ]
        sections.append((fields[0] + "科", (*clauses, rng.choice(COMMON))))
    return sections


def ours(sections: list[tuple[str, tuple[str, ...]]]) -> object:
    """Read and compare with the planner's own overlap."""
    import numpy as np

    from similarity import overlap
    from similarity.clauses import SectionText

    texts = [SectionText(name, duties) for name, duties in sections]
    return overlap.similarity(overlap.fit(texts), dtype=np.float32)


def ours_with_list(sections: list[tuple[str, tuple[str, ...]]]) -> object:
    """The same with a region's own list of as many catch-alls as it may have, some that match."""
    import numpy as np

    from similarity import overlap
    from similarity.clauses import SectionText
    from similarity.phrases import Boilerplate

    rng = random.Random(11)
    own = {f"{rng.choice(VERBS)}{rng.choice(FIELDS)}…{rng.choice(OBJECTS)}" for _ in range(200)}
    phrases = Boilerplate(catch_alls=tuple(sorted(own)))
    texts = [SectionText(name, duties) for name, duties in sections]
    return overlap.similarity(overlap.fit(texts, phrases=phrases), dtype=np.float32)


def peer(sections: list[tuple[str, tuple[str, ...]]]) -> object:
    """Read and compare with scikit-learn: the same bigrams, sublinear tf, cosine, float32."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        analyzer="char", ngram_range=(2, 2), sublinear_tf=True, dtype=np.float32
    )
    matrix = vectorizer.fit_transform(" ".join((name, *duties)) for name, duties in sections)
    return (matrix @ matrix.T).toarray()


CONTESTANTS = (
    ("ours", "similarity.overlap"),
    ("listed", "… with 200 catch-alls of a region"),
    ("peer", "scikit-learn"),
)


def measure(who: str, count: int, repeats: int = 5) -> None:
    """Print the median seconds and the growth of the peak memory (MiB) of one contestant."""
    contestant = {"ours": ours, "listed": ours_with_list, "peer": peer}[who]
    contestant(make_sections(30, seed=1))  # imports and first-call costs are not the measurement
    sections = make_sections(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        contestant(sections)
        seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{statistics.median(seconds):.4f} {(peak - before) / 1024:.0f} {peak / 1024:.0f}")


def main() -> None:
    """Run every contestant at every size in a fresh process and print the table."""
    if len(sys.argv) == 3:
        measure(sys.argv[1], int(sys.argv[2]))
        return
    print("| sections | method | seconds (median of 5) | growth of peak, MiB | peak RSS, MiB |")
    print("|---:|---|---:|---:|---:|")
    for count in (413, 5000):
        for who, label in CONTESTANTS:
            command = [sys.executable, __file__, who, str(count)]
            figures = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, growth, peak = figures.stdout.split()
            print(f"| {count:,} | {label} | {seconds} | {growth} | {peak} |")


if __name__ == "__main__":
    main()
