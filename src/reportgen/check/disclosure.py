"""Whether a figure that is held back can be found out all the same.

Comes in: a figures file with its figures, and the edition's policy. Goes out: a diagnostic for each figure that is given
away, with the sum that does it. It is solved over all that is printed at once, not by looking for patterns.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from reportgen.check.checked import Checked
from reportgen.check.constraints import SumGroup, groups
from reportgen.check.figures import Figures
from reportgen.check.integer_solver import Values
from reportgen.core.diagnostic import Diagnostic, Place
from reportgen.read.cells import CellName, cell_label, rates_of
from reportgen.read.source import FiguresFile

_MOST_RELATED = 6
_HINT = "hold back more of these figures, or print this one"


def figures_given_away(checked: Checked) -> Iterator[Diagnostic]:
    """No figure that is held back is told by what is printed, exactly or nearly. Errors: those of `find_given_away`."""
    yield from find_given_away(checked.source.figures, checked.figures, is_right=checked.is_right)


def find_given_away(source: FiguresFile, figures: Figures, *, is_right: bool) -> Iterator[Diagnostic]:
    """Every figure that is held back, and that what is printed tells exactly or nearly.

    Shape: `is_right` when nothing else is wrong with the figures; only then is it said that they contradict each other.
    Errors: confidential-derivable, confidential-narrowed; total-mismatch, bound-broken where nothing can stand for [c].
    """
    found = tuple(groups(source, figures))
    for group in found:
        if group.region.is_empty():
            if is_right:
                yield _contradiction(source, group)
            continue
        fewest = source.edition.shape.disclosure.fewest_values
        for name in group.confidential():
            index = group.unknown.index(name)
            values = group.region.values(index, fewest)
            if len(values.found) < fewest:
                yield _Finding(source, group, index).diagnostic(values)
    yield from _rates_without_population(source, figures, found)


def small_counts(checked: Checked) -> Iterator[Diagnostic]:
    """Counts of very few people, where the edition asks to be warned of them.

    Why: annual reports do publish small counts, so nothing is said unless an edition asks; nought points to nobody.
    Errors: small-count.
    """
    source = checked.source.figures
    fewest = source.edition.shape.disclosure.warn_on_small
    if fewest is None:
        return
    for name, cell in checked.figures.items():
        if cell.value is not None and 0 < cell.value < fewest and source.edition.table(name.table).rate is None:
            message = f"{_label(source, name)} is {cell.text}, fewer than {fewest}"
            hint = "if it could point to a person, hold it back with [c]; a small count may also stand"
            yield Diagnostic("small-count", cell.place, message, hint, figure=str(name))


def _label(source: FiguresFile, name: CellName) -> str:
    return f"{cell_label(source.edition.table(name.table), name)} in “{name.table}”"


@dataclass(frozen=True, slots=True)
class _Term:
    """A printed figure that takes part in a sum. Shape: it is added `times` times, or taken away if that is below nought."""

    figure: int
    times: int
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class _Finding:
    """One figure that is given away."""

    source: FiguresFile
    group: SumGroup
    index: int

    @property
    def name(self) -> CellName:
        return self.group.unknown[self.index]

    def label(self, other: CellName) -> str:
        """Another cell in the edition's words; its table is only named where it is another table."""
        if other.table != self.name.table:
            return _label(self.source, other)
        return cell_label(self.source.edition.table(other.table), other)

    def diagnostic(self, values: Values) -> Diagnostic:
        """What a reader can work out, with the sum."""
        label = _label(self.source, self.name)
        place = self.group.figures[self.name].place
        if not values.are_all:
            message = f"{label} is held back, but it cannot be shown that readers are left in doubt about it"
            return Diagnostic("confidential-narrowed", place, message, "hold back fewer figures, or print this one")
        multipliers = self.group.region.equation(self.index)
        terms = self.terms(multipliers) if multipliers else None
        if len(values.found) == 1 and terms is not None:
            how = f"{_sum(terms)} = {values.found[0]:,}"
            if len(terms) == 1 and terms[0].times == 1:
                how = f"{terms[0].words}, and nothing else is counted in it"
            message = f"{label} is held back, but anyone can work it out: {how}"
            return Diagnostic("confidential-derivable", place, message, _HINT, _related(terms))
        low, low_terms = self.bound(-1, values.found[0])
        high, high_terms = self.bound(1, values.found[-1])
        slug = "confidential-derivable" if len(values.found) == 1 else "confidential-narrowed"
        can_be = " or ".join(f"{value:,}" for value in values.found)
        message = f"{label} is held back, but can only be {can_be}: at least {low}, and at most {high}"
        fewest = self.source.edition.shape.disclosure.fewest_values
        hint = _HINT if len(values.found) == 1 else f"{_HINT}. At least {fewest} figures must be possible"
        return Diagnostic(slug, place, message, hint, _related([*low_terms, *high_terms]))

    def bound(self, sign: int, value: int) -> tuple[str, list[_Term]]:
        """The smallest or largest value with the sum that shows it; the value alone where no sum of whole figures does."""
        bound = self.group.region.bound(self.index, sign)
        terms = self.terms(bound.multipliers) if bound else None
        if bound is None or terms is None or bound.value != value:
            return f"{value:,}", []
        shown = [term for term in terms if term.figure]
        is_plain = not shown or (len(shown) == 1 and shown[0].times == 1)
        return (f"{value:,}" if is_plain else f"{_sum(shown)} = {value:,}"), terms

    def terms(self, multipliers: tuple[Fraction, ...]) -> list[_Term] | None:
        """The printed figures in a sum of relations; None where they would be taken in parts."""
        group, times = self.group, dict[CellName, Fraction]()
        found: list[_Term] = []
        for place, multiplier in enumerate(multipliers):
            known = group.known[place]
            if multiplier and known.is_rate:
                bounding = -multiplier * group.region.relations[place].constant
                printed = next((name for name, _ in known.factors if name not in group.unknown), None)
                if printed is None or bounding.denominator > 1:
                    return None
                found.append(self.rate_term(printed, int(bounding)))
            elif multiplier:
                for name, factor in known.factors:
                    if name not in group.unknown:
                        times[name] = times.get(name, Fraction(0)) - multiplier * factor
        if any(count.denominator > 1 for count in times.values()):
            return None
        for name, count in times.items():
            cell = group.figures[name]
            if count and cell.value is not None:
                found.append(_Term(cell.value, int(count), f"{self.label(name)} is {cell.text}", cell.place))
        return sorted(found, key=lambda term: term.times < 0)

    def rate_term(self, printed: CellName, figure: int) -> _Term:
        """What the rate says about the count, or the count about the rate, once the population is known."""
        cell = self.group.figures[printed]
        words = f"{self.label(printed)} is {cell.text}, in a population of {self.source.shape.population:,}"
        return _Term(abs(figure), 1 if figure >= 0 else -1, words, cell.place)


def _sum(terms: list[_Term]) -> str:
    """11,049 − 3,681. Shape: noughts are left out, unless hardly anything would stay."""
    telling = [term for term in terms if term.figure]
    words = ""
    for term in telling if len(telling) > 1 else terms:
        sign = (" − " if term.times < 0 else " + ") if words else ""
        count = f"{abs(term.times)} × " if abs(term.times) > 1 else ""
        words += f"{sign}{count}{term.figure:,}"
    return words


def _related(terms: list[_Term]) -> tuple[tuple[str, Place | None], ...]:
    return tuple(dict.fromkeys((term.words, term.place) for term in terms))[:_MOST_RELATED]


def _contradiction(source: FiguresFile, group: SumGroup) -> Diagnostic:
    """Says that what is printed around a figure cannot all be right."""
    name = next(iter(group.confidential()), group.unknown[0])
    cell = group.figures[name]
    positions = group.region.contradiction()
    slug = "total-mismatch" if all(group.known[place].is_equation for place in positions) else "bound-broken"
    message = f"{_label(source, name)} is {cell.text}, but no figure in its place would fit those that are printed"
    names = group.cells_in(positions)[:_MOST_RELATED]
    related = tuple(
        (f"{_label(source, name)} is {group.figures[name].text}", group.figures[name].place) for name in names
    )
    return Diagnostic(
        slug, cell.place, message, "compare these figures with your return; one of them is wrong", related
    )


def _rates_without_population(
    source: FiguresFile, figures: Figures, found: tuple[SumGroup, ...]
) -> Iterator[Diagnostic]:
    """Figures held back that a rate bears upon, where the file does not say the population: readers find it elsewhere.

    Why: what cannot be looked at is not called safe.
    """
    for _, *names in rates_of(source.edition.shape) if source.shape.population is None else ():
        if any(name not in figures for name in names):
            continue
        rate, count = (figures[name] for name in names)
        if rate.shorthand == "c" and count.value is not None:
            message = (
                f"{_label(source, names[0])} is held back, but anyone can work it out: "
                f"it is {count.text} by the published population estimate"
            )
            related = ((f"{_label(source, names[1])} is {count.text}", count.place),)
            yield Diagnostic(
                "confidential-derivable", rate.place, message, "hold back the count too, or print the rate", related
            )
            continue
        hint = "add “population: …” to this file, so that it can be looked at"
        touched = [(names[0], names[1])] if rate.shorthand == "c" else []
        if rate.value is not None:
            dependent = [name for group in found if names[1] in group.unknown for name in group.confidential()]
            touched = [(name, names[0]) for name in dependent[:1]]
            hint += "; or hold back the rate too"
        for name, teller in touched:
            message = (
                f"{_label(source, name)} is held back, but {_label(source, teller)} may tell it "
                "to those who look up the population"
            )
            yield Diagnostic("confidential-narrowed", figures[name].place, message, hint)
