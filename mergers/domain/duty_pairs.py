"""How a pair of duties is named whatever their keys are: by the departments and the texts."""

import hashlib
import json


def pair_hash(department_a: int, text_a: str, department_b: int, text_b: str) -> str:
    """The name of a pair in addresses and rulings, the same in either order.

    A duty that is imported anew has another key and the same text: its pairs keep their names.
    """
    ends = sorted([(department_a, text_a.strip()), (department_b, text_b.strip())])
    return hashlib.sha256(json.dumps(ends, ensure_ascii=False).encode()).hexdigest()
