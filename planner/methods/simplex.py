"""One linear programme in HiGHS, by the simplex method, from a given basis where there is one."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import highspy
import numpy as np
from highspy import HighsBasisStatus, HighsModelStatus

from planner.model import Floats, Ints

Solver: Any = highspy.Highs  # its own types leave out what it has
OPTIONS: Final = {
    "output_flag": False,
    "threads": 1,
    "presolve": "off",  # takes longer than it saves on so few rows
}
DUAL, PRIMAL = 1, 4  # simplex_strategy


class Basis(NamedTuple):
    """The columns in the basis, and the rows whose slack is."""

    columns: Ints
    rows: Ints


class Optimum(NamedTuple):
    """An optimal x with its cost, the price of every row (cost per unit more of it) and a basis."""

    x: Floats
    cost: float
    prices: Floats
    basis: Basis


def minimise(
    cost: Floats, matrix: Any, lower: Floats, upper: Floats, start: Basis | None
) -> Optimum:
    """Return the least cost·x for x ≥ 0 and lower ≤ matrix·x ≤ upper, the matrix in CSC form.

    `start` may be any basis; HiGHS completes or repairs one that is none. From there the primal method
    goes on: new columns leave a basis feasible. Without one the dual method starts from all slack,
    whose prices are the smaller ones where there is a choice. Nothing outlasts a call,
    so equal input gives equal bits. Raises ArithmeticError where HiGHS finds no optimum.
    """
    height, width = matrix.shape
    solver = Solver()
    for name, value in OPTIONS.items():
        solver.setOptionValue(name, value)
    nothing, infinite, continuous = np.zeros(width), np.full(width, np.inf), np.zeros(width, "i4")
    columns = cost, nothing, infinite
    entries = matrix.indptr, matrix.indices, matrix.data
    by_column, least = 1, 1
    solver.passModel(
        width,
        height,
        matrix.nnz,
        by_column,
        least,
        0.0,
        *columns,
        lower,
        upper,
        *entries,
        continuous,
    )
    solver.setOptionValue("simplex_strategy", DUAL if start is None else PRIMAL)
    if start is not None:
        solver.setBasis(_in_highs(start, width, height))
    solver.run()
    status = solver.getModelStatus()
    if status != HighsModelStatus.kOptimal:
        raise ArithmeticError(f"the linear solver gave up: {solver.modelStatusToString(status)}")
    found, basic = solver.getSolution(), np.array(solver.getBasicVariables()[1], dtype=np.int64)
    return Optimum(
        np.array(found.col_value),
        float(solver.getInfo().objective_function_value),
        np.array(found.row_dual),
        Basis(basic[basic >= 0], -1 - basic[basic < 0]),
    )


def _in_highs(basis: Basis, width: int, height: int) -> highspy.HighsBasis:
    columns, rows = [HighsBasisStatus.kLower] * width, [HighsBasisStatus.kUpper] * height
    for k in basis.columns.tolist():
        columns[k] = HighsBasisStatus.kBasic
    for k in basis.rows.tolist():
        rows[k] = HighsBasisStatus.kBasic
    found = highspy.HighsBasis()
    found.col_status, found.row_status, found.valid = columns, rows, True
    return found
