"""From the body of a response to elements that can be played, and what is wrong with them.

The whole document is checked before any of it is played, so a mistake behind a `Redirect` is
found too.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element as XmlElement

import defusedxml.ElementTree as SafeET
from defusedxml import DefusedXmlException

from ivr.carrier.actions import Problem
from ivr.carrier.errors import CODES
from ivr.carrier.profiles import Profile
from ivr.carrier.schema import (
    ALLOWED,
    ELEMENTS,
    MAX_BODY_BYTES,
    MAX_NOUNS,
    UNPLAYED,
    Context,
    Rule,
    Spec,
)
from ivr.carrier.speech import voice_problem
from ivr.carrier.values import number_problem, sip_problem, url_problem, value_problem


@dataclass(frozen=True, slots=True)
class Element:
    """A checked element. Unknown attributes are gone; absent ones fall back to the schema."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    children: tuple["Element", ...] = ()

    def get(self, name: str) -> str | None:
        """The attribute as written, else its default, else None."""
        if name in self.attributes:
            return self.attributes[name]
        return ELEMENTS[self.name].attributes[name].default

    def string(self, name: str) -> str:
        """The attribute, or an empty string."""
        return self.get(name) or ""

    def number(self, name: str) -> int:
        """A whole number that has a default."""
        return int(self.string(name))

    def flag(self, name: str) -> bool:
        """A true/false attribute."""
        return self.string(name) == "true"


@dataclass(slots=True)
class Reading:
    """The outcome of reading one body: elements to play and everything that is wrong."""

    elements: tuple[Element, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    @property
    def fatal(self) -> Problem | None:
        """The first problem that kills the document."""
        return next((p for p in self.problems if CODES[p.code].fatal), None)

    def complain(self, code: int, message: str) -> None:
        """Note a problem under its number."""
        self.problems.append(problem(code, message))


def problem(code: int, message: str) -> Problem:
    """A problem at the level its number has in the dictionary."""
    return Problem(code, f"{CODES[code].meaning}: {message}", CODES[code].level)


def read(body: bytes, context: Context, profile: Profile, *, inline: bool = False) -> Reading:
    """Parse and check a TwiML body. `inline`: it has no URL, so its own must be absolute."""
    reading = Reading()
    if len(body) > MAX_BODY_BYTES:
        reading.complain(11750, f"{len(body)} bytes, {MAX_BODY_BYTES} are allowed")
        return reading
    if not body.strip():
        reading.complain(11770, "the body is empty")
        return reading
    if not body.startswith(b"<"):
        reading.complain(12100, "the document must begin with '<' at its very first byte")
        return reading
    try:
        root = SafeET.fromstring(body)
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        reading.complain(12100, f"not well-formed XML ({type(error).__name__})")
        return reading
    if root.tag != "Response":
        reading.complain(12102, f"it is <{_safe(root.tag)}>")
        return reading
    reading.elements = tuple(_Checker(reading, context, profile, inline).response(root))
    return reading


class _Checker:
    """Walks one tree. Keeps only what can be played."""

    def __init__(self, reading: Reading, context: Context, profile: Profile, inline: bool) -> None:
        self.reading = reading
        self.context = context
        self.profile = profile
        self.absolute = profile.absolute_urls or inline

    def response(self, root: XmlElement) -> Iterator[Element]:
        for name in root.attrib:
            self.warn(f"attribute {_safe(name)} is not allowed in <Response>")
        self.no_text(root)
        for child in root:
            if element := self.verb(child):
                yield element

    def verb(self, xml: XmlElement) -> Element | None:
        name = str(xml.tag)
        if name in ALLOWED[self.context] and self.profile.documents(name):
            return self.element(xml)
        if name == "Dial" and self.context is Context.WHISPER:
            self.reading.complain(13201, "<Dial> in the document of a called party")
        elif self.profile.unknown_element == "fail":
            self.reading.complain(12100, f"invalid element <{_safe(name)}>")
        elif name in UNPLAYED:
            self.warn(f"<{name}> is not played by this carrier; it is skipped")
        else:
            self.warn(f"<{_safe(name)}> is not allowed here; it is skipped")
        return None

    def element(self, xml: XmlElement, parent: str | None = None) -> Element:
        name = str(xml.tag)
        spec = ELEMENTS[name]
        attributes = dict(self.attributes(name, spec, xml))
        if name == "Say":
            return self.say(xml, attributes, nested=parent == "Gather")
        children = tuple(self.children(name, spec, xml))
        text = self.text(name, spec, xml)
        element = Element(name, attributes, text, children)
        self.together(element, parent)
        return element

    def attributes(self, name: str, spec: Spec, xml: XmlElement) -> Iterator[tuple[str, str]]:
        for key, value in xml.attrib.items():
            path = f"{name}@{key}"
            if name == "Enqueue" and key == "workflowSid":
                self.reading.complain(14220, "workflowSid needs a TaskRouter, which is not here")
                continue
            rule = spec.attributes.get(key)
            if rule is None or not self.profile.documents(path):
                self.warn(f"attribute {_safe(key)} is not allowed in <{name}>; it is ignored")
                continue
            low, high = self.profile.ranges.get(path, (rule.low, rule.high))
            ranged = Rule(rule.kind, rule.code, rule.default, low, high, rule.choices)
            if complaint := value_problem(ranged, value, absolute=self.absolute):
                self.reading.complain(rule.code, f"<{name}> {key} {complaint}")
            else:
                yield key, value

    def children(self, name: str, spec: Spec, xml: XmlElement) -> Iterator[Element]:
        for child in xml:
            tag = str(child.tag)
            if tag in spec.children and self.profile.documents(f"{name}>{tag}"):
                yield self.element(child, name)
            else:
                self.reading.complain(
                    spec.child_code, f"<{_safe(tag)}> is not allowed inside <{name}>"
                )

    def text(self, name: str, spec: Spec, xml: XmlElement) -> str:
        if spec.content == "none" and xml.text:
            self.warn(f"<{name}> must be empty, even of blanks")
        if spec.content in ("none", "children"):
            self.no_text(xml)
            return ""
        text = (xml.text or "").strip()
        low, high = spec.text_limits
        if high and len(text) < low:
            self.reading.complain(spec.text_codes[0], f"<{name}> names no queue")
        elif high and len(text) > high:
            self.reading.complain(spec.text_codes[1], f"<{name}> has {len(text)} characters")
        complaint: tuple[int, str] | None = None
        if spec.content == "url" and text:
            sentence = url_problem(text, absolute=self.absolute)
            complaint = (11100, sentence) if sentence else None
        elif spec.content == "number":
            complaint = number_problem(text)
        elif spec.content == "sip":
            complaint = sip_problem(text)
        if complaint:
            self.reading.complain(complaint[0], f"<{name}> {complaint[1]}")
        return text

    def say(self, xml: XmlElement, attributes: dict[str, str], *, nested: bool) -> Element:
        for node in xml.iter():
            if node is not xml and node.tag not in ELEMENTS["Say"].children:
                self.reading.complain(13520, f"<{_safe(str(node.tag))}> is not SSML of a <Say>")
        text = " ".join("".join(xml.itertext()).split())
        found = voice_problem(
            attributes.get("voice"), attributes.get("language"), text, len(xml) > 0, nested=nested
        )
        if found:
            self.reading.complain(*found)
        return Element("Say", attributes, text)

    def together(self, element: Element, parent: str | None) -> None:
        """Rules that need more than one attribute, or text and children at once."""
        if element.name == "Play":
            if parent == "Gather" and "digits" in element.attributes:
                self.reading.complain(13320, "<Play digits> is not allowed inside <Gather>")
            if not element.text and not element.get("digits"):
                self.reading.complain(13420, "<Play> names nothing to play")
        elif element.name == "Redirect" and not element.text and not self.profile.blank_redirect:
            self.reading.complain(11100, "<Redirect> is blank")
        elif element.name == "Record" and element.flag("transcribe"):
            if int(element.attributes.get("maxLength", "120")) > 120:
                self.reading.complain(13615, "maxLength is over 120 seconds")
        elif element.name == "Client":
            self.client(element)
        elif element.name == "Dial":
            self.dial(element)

    def client(self, element: Element) -> None:
        identities = [c.text for c in element.children if c.name == "Identity"] or [element.text]
        if len(identities) != 1 or not 0 < len(identities[0]) <= 256:
            self.reading.complain(13215, "<Client> needs one identity of 1 to 256 characters")

    def dial(self, element: Element) -> None:
        if element.text and element.children:
            self.reading.complain(13215, "<Dial> has both text and nouns")
        elif element.text:
            if complaint := number_problem(element.text):
                self.reading.complain(complaint[0], f"<Dial> {complaint[1]}")
        elif not element.children:
            self.reading.complain(13215, "<Dial> calls nobody")
        if len(element.children) > MAX_NOUNS:
            self.reading.complain(13250, f"<Dial> has more than {MAX_NOUNS} nouns")
        if len(element.children) > 1 and any(c.name == "Queue" for c in element.children):
            self.reading.complain(13215, "<Queue> must be the only noun of its <Dial>")

    def no_text(self, xml: XmlElement) -> None:
        if any((part or "").strip() for part in (xml.text, *(child.tail for child in xml))):
            self.warn(f"text is not allowed directly inside <{_safe(str(xml.tag))}>")

    def warn(self, message: str) -> None:
        self.reading.complain(12200, message)


def _safe(name: str) -> str:
    """A name from the document, short and printable enough for a log line."""
    return re.sub(r"[^\w:.{}/-]", "?", name)[:60]
