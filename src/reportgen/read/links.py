"""Whether a link leads to a place that every reader can reach, and that does not watch who comes.

Comes in: where a link leads, as it was typed. Goes out: what is wrong with it.
"""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from reportgen.core.diagnostic import Diagnostic, Place
from reportgen.tree.markdown_reader import is_address

_ADDRESS_HINT = "links go to a web address (https://…), an e-mail address (mailto:…) or a telephone number (tel:…)"
# Endings of names that only computers inside of an organisation know. Source: RFC 6762, appendix G; RFC 8375; ICANN on .internal.
_INSIDE = (
    ".local",
    ".localdomain",
    ".internal",
    ".intranet",
    ".intra",
    ".lan",
    ".corp",
    ".home",
    ".home.arpa",
    ".private",
)
# Names that organisations give to what they keep to themselves, also below a public name: intranet.example.gov.uk.
_INSIDE_NAMES = ("intranet", "extranet")
# Services that ask for an account of the organisation.
_SIGNED_IN = (
    "sharepoint.com",
    "sharepoint-df.com",
    "teams.microsoft.com",
    "outlook.office.com",
    "outlook.office365.com",
)
# What filters of e-mail write in the place of a link.
_REWRITTEN = (
    "safelinks.protection.outlook.com",
    "urldefense.com",
    "urldefense.proofpoint.com",
    "mimecastprotect.com",
    "clicktime.symantec.com",
    "linkprotect.cudasvc.com",
)
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|_hs(?:enc|mi)|igshid|vero_id|wt\.mc_id", re.IGNORECASE
)
_NUMBERS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z|[0-9a-f:.]*:[0-9a-f:.]*\Z", re.IGNORECASE)


def find_link_faults(target: str, place: Place) -> Iterator[Diagnostic]:
    """What is wrong with the place that a link leads to. Errors: unsafe-link."""
    if not is_address(target):
        message = f"the link goes to “{target}”, which is no address" if target else "the link goes nowhere"
        yield Diagnostic("unsafe-link", place, message, _ADDRESS_HINT)
    elif target.lower().startswith(("http:", "https:")):
        fault = _web_fault(target)
        if fault:
            yield Diagnostic("unsafe-link", place, *fault)


def _web_fault(target: str) -> tuple[str, str] | None:
    """A message and a hint for a web address that should not be published; None for any other."""
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return f"the link goes to “{target}”, which is no address", _ADDRESS_HINT
    if not host:
        return f"the link goes to “{target}”, which is no address", _ADDRESS_HINT
    if not host.isascii():
        return f"the address “{host}” holds a letter that no address in English has", "type the address again"
    if "@" in parts.netloc:
        return f"a name before @ hides that the link leads to {host}", f"write the address from {host} on"
    if _is_of(host, _REWRITTEN):
        return (
            f"the link leads to {host}, which watches who follows it, and only then to the page",
            "open the link, and write the address that the browser then shows",
        )
    is_inside = "." not in host or host.endswith(_INSIDE) or not {*host.split(".")}.isdisjoint(_INSIDE_NAMES)
    if is_inside or _NUMBERS.match(host):
        return f"the link leads to {host}, which readers outside of the organisation cannot open", _PUBLIC
    if _is_of(host, _SIGNED_IN):
        return f"the link leads to {host}, which asks readers to sign in", _PUBLIC
    plain = _untracked(parts)
    if plain:
        return "the link tells its owner where readers come from", f"write {plain}"
    return None


_PUBLIC = "link to a page that everybody can read, or name the document without a link"


def _is_of(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)


def _untracked(parts: SplitResult) -> str:
    """The address without what is there to follow readers; nothing where it has none of that."""
    asked = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in asked if not _TRACKING.fullmatch(name)]
    return urlunsplit(parts._replace(query=urlencode(kept))) if len(kept) < len(asked) else ""
