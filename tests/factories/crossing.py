"""Three departments some of whose duties look like one."""

from dataclasses import dataclass

from departments.models import Department, Duty, Region, Section
from tests.factories.organisation import DepartmentFactory, DutyFactory, SectionFactory

HOUSING = "示例市住房和城乡建设局"
EMERGENCY = "示例市应急管理局"
TRANSPORT = "示例市交通运输局"
ACCIDENTS = "组织安全生产事故调查"
TEXTS = {
    (HOUSING, "施工安全科"): (ACCIDENTS, "监督建筑施工现场", "承办领导交办的其他事项"),
    (EMERGENCY, "事故调查科"): (ACCIDENTS, "统计分析事故数据"),
    (TRANSPORT, "运输管理科"): ("管理城市公交和出租汽车", "承办领导交办的其他事项"),
}


@dataclass(frozen=True)
class Crossing:
    """The departments and sections of ``TEXTS`` by name."""

    region: Region
    departments: dict[str, Department]
    sections: dict[str, Section]

    def duty(self, department: str, text: str) -> Duty:
        """The duty in force with this text."""
        return Duty.objects.get(section__department=self.departments[department], text=text)


def make_crossing(region: Region) -> Crossing:
    """Make the departments, their sections and duties in a region."""
    departments: dict[str, Department] = {}
    sections = {}
    for (department, name), texts in TEXTS.items():
        if department not in departments:
            departments[department] = DepartmentFactory.create(region=region, name=department)
        sections[name] = SectionFactory.create(department=departments[department], name=name)
        for position, text in enumerate(texts):
            DutyFactory.create(section=sections[name], text=text, position=position)
    return Crossing(region, departments, sections)
