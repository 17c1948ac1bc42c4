"""The names of all questions that can be asked about a plan, which loads none of them."""

QUESTION_NAMES = (
    "curve",
    "alternatives",
    "pareto",
    "why-not",
    "prices",
    "stability",
    "near",
    "moves",
)
"""In the order in which the page shows them; each is a module of this package."""
