"""Going from station to station: values are taken out of outcomes, and all that was said is kept."""

from reportgen.core.diagnostic import Collector, Diagnostic, Outcome, collecting, whole_file

_NOTE = Diagnostic("pdf-waits", whole_file("a"), "one thing")
_ERROR = Diagnostic("missing-file", whole_file("b"), "another")


@collecting
def _added(said: Collector, first: Outcome[int], second: Outcome[int], *, most: int = 10) -> int:
    total = said.take(first) + said.take(second)
    if total > most:
        said.stop(_ERROR)
    return total


def test_values_are_taken_and_all_is_told() -> None:
    """The outcome has the value, and what each station said, in order."""
    assert _added(Outcome(1, (_NOTE,)), Outcome(2, (_ERROR,))) == Outcome(3, (_NOTE, _ERROR))


def test_the_first_without_a_value_ends_the_work() -> None:
    """What comes after it is not asked, and what it said is the last."""
    assert _added(Outcome(None, (_ERROR,)), Outcome(2, (_NOTE,))) == Outcome(None, (_ERROR,))


def test_nothing_is_a_value_too() -> None:
    """0 and an empty text are values like others."""
    assert _added(Outcome(0), Outcome(0)) == Outcome(0)


def test_the_work_can_stop_by_itself() -> None:
    """It says why, behind what was said before."""
    assert _added(Outcome(6, (_NOTE,)), Outcome(5)) == Outcome(None, (_NOTE, _ERROR))
    assert _added(Outcome(6), Outcome(5), most=11) == Outcome(11)
