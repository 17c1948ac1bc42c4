"""A marked duty is the duty as written, whatever of its clauses counts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from mergers.presenting.radar import marked_duty, shares_of
from similarity import radar
from similarity.duty_lines import RadarDuty, read

texts = st.text("监督管理食品安全；。\n ，1（）承办领导交办的其他事项", min_size=1, max_size=24)


@settings(deadline=None)
@given(texts, texts)
def test_the_pieces_are_the_text_as_written(a, b):
    duties = [RadarDuty(1, 1, "科", a), RadarDuty(2, 2, "科", b)]
    evidence = radar.explain(read(duties).corpus, *duties)
    for text, clauses in ((a, evidence.clauses_a), (b, evidence.clauses_b)):
        assert "".join(piece.text for piece in marked_duty(text, clauses)) == text


def test_a_clause_that_does_not_count_is_kept_without_a_mark():
    duties = [
        RadarDuty(1, 1, "科", "组织安全事故调查；承办领导交办的其他事项"),
        RadarDuty(2, 2, "科", "组织安全事故调查"),
    ]
    shares = shares_of(radar.explain(read(duties).corpus, *duties), duties[0].text, duties[1].text)
    assert [(piece.text, piece.number) for piece in shares.left] == [
        ("组织安全事故调查", 1),
        ("；承办领导交办的其他事项", None),
    ]
    assert shares.text_points == 100.0
