"""Every route of the desk, whoever made it: who gets in, with which headers, by which forms.

The URL map is walked, so that a page is in these tests as soon as it is in the desk.
"""

from __future__ import annotations

import re

import pytest
from werkzeug.routing import Rule

from app import create_app
from db.staff import Role
from ivr.desk.door.roles import Needs, declared
from tests.desk.house import House
from tests.desk.visitor import Page, Visitor

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
VALUES = {"int": "1", "path": "nowhere", "default": "x", "string": "x", "uuid": "0" * 32}


def needed(desk: House, endpoint: str) -> Needs:
    """What a route asks for."""
    with desk.app.app_context():
        found = declared(endpoint)
    assert found is not None, f"put @needs(...) above the view of {endpoint}"
    return found


def routes(desk: House, *methods: str) -> list[tuple[str, str, str]]:
    """Method, address and endpoint of everything at the desk but files."""
    return sorted(
        (method, address(rule), rule.endpoint)
        for rule in desk.app.url_map.iter_rules()
        if rule.endpoint.startswith("desk.") and not rule.endpoint.endswith(".static")
        for method in (rule.methods or set()) & set(methods)
    )


def address(rule: Rule) -> str:
    """An address of a route, with something in its places."""
    converters = {name: type(each).__name__ for name, each in rule._converters.items()}

    def fill(place: re.Match[str]) -> str:
        kind = converters[place[1].partition(":")[2] or place[1]].lower()
        return next((v for name, v in VALUES.items() if kind.startswith(name)), "x")

    return re.sub(r"<([^>]+)>", fill, rule.rule)


def ask(visitor: Visitor, method: str, path: str) -> Page:
    """A request without a token."""
    answer = visitor.client.open(
        path, method=method, base_url=visitor.base, headers={"Referer": visitor.base}
    )
    return Page(answer)


def has_the_headers(page: Page) -> bool:
    """Nothing runs or loads but ours, nothing frames us, nothing is kept."""
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in page.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "same-origin"
    if "text/html" in page.headers.get("Content-Type", ""):
        assert not re.search(r"\s(style|on\w+|hx-on\S*)=|javascript:", page.html)
        assert "<style" not in page.html
        assert not re.search(r"<script(?![^>]*\ssrc=)", page.html)
    return True


def test_only_the_door_is_for_whoever_comes(desk: House) -> None:
    everything = {endpoint for _, _, endpoint in routes(desk, "GET", *UNSAFE)}
    assert {"desk.door.account", "desk.shell.home"} < everything
    public = {endpoint for endpoint in everything if not needed(desk, endpoint).roles}
    assert public == {"desk.door.sign_in", "desk.door.enter", "desk.door.language"}


def test_a_stranger_is_sent_to_the_door_from_everywhere(desk: House) -> None:
    visitor = desk.visitor()
    for method, path, endpoint in routes(desk, "GET", *UNSAFE):
        found = needed(desk, endpoint)
        page = ask(visitor, method, path)
        assert has_the_headers(page), endpoint
        if found.roles:
            assert page.status == 303, endpoint
            assert page.goes_to.startswith("/desk/sign-in"), endpoint


@pytest.mark.parametrize("role", list(Role))
def test_each_page_by_each_role(desk: House, role: Role) -> None:
    visitor = desk.sign_in({role})
    for method, path, endpoint in routes(desk, "GET"):
        found = needed(desk, endpoint)
        page = ask(visitor, method, path)
        assert has_the_headers(page), endpoint
        if found.roles and role not in found.roles:
            assert page.status == 403, f"{endpoint} by {role}"
            for each in found.roles:
                assert each.value in page.text, "who may is told"
        else:
            assert page.status != 403, f"{endpoint} by {role}"
            assert page.status < 500, f"{endpoint} by {role}"


@pytest.mark.parametrize("role", list(Role))
def test_nothing_is_done_without_the_token_of_a_form(desk: House, role: Role) -> None:
    visitor = desk.sign_in({role})
    for method, path, endpoint in routes(desk, *UNSAFE):
        found = needed(desk, endpoint)
        page = ask(visitor, method, path)
        assert has_the_headers(page), endpoint
        refused = 403 if found.roles and role not in found.roles else 400
        assert page.status == refused, f"{method} {endpoint} by {role}"
    assert visitor.get("/desk/account").status == 200, "not even signed out"


def test_a_token_of_somebody_elses_browser_does_nothing(desk: House) -> None:
    visitor, other = desk.sign_in(), desk.sign_in()
    other.get("/desk/account")
    visitor.get("/desk/account")
    visitor.token = other.token
    assert visitor.post("/desk/session").status == 400


def test_a_form_that_another_site_sends_does_nothing(desk: House) -> None:
    visitor = desk.sign_in()
    visitor.get("/desk/account")
    for referer in ({"Referer": "https://elsewhere.test/"}, {}):
        answer = visitor.client.post(
            "/desk/session",
            base_url=visitor.base,
            headers={"X-CSRFToken": visitor.token, **referer},
        )
        assert answer.status_code == 400


def test_a_view_that_says_nothing_is_shown_to_nobody(desk: House) -> None:
    desk.app.add_url_rule("/desk/forgotten", "desk.shell.forgotten", lambda: "secret")
    page = desk.sign_in(set(Role)).get("/desk/forgotten")
    assert page.status == 403
    assert "secret" not in page.html


def test_what_is_not_there_is_told_to_those_who_are_in(desk: House) -> None:
    page = desk.sign_in().get("/desk/no/such/page")
    assert page.status == 404
    assert "There is no such page" in page.text
    assert has_the_headers(page)


@pytest.mark.parametrize("path", ["/desk", "/desk/", "/desk/no/such/page", "/desk/sign-out"])
def test_nothing_below_the_desk_is_without_its_headers(desk: House, path: str) -> None:
    visitor, stranger = desk.sign_in(), desk.visitor()
    for method in ("GET", *UNSAFE):
        for who in (visitor, stranger):
            assert has_the_headers(ask(who, method, path)), f"{method} {path}"


def test_too_much_is_refused(desk: House) -> None:
    page = desk.sign_in().post("/desk/session", more="x" * 70_000)
    assert page.status == 413
    assert "too large" in page.text


def test_files_are_kept_by_version_only(desk: House) -> None:
    visitor = desk.visitor()
    [css] = re.findall(r'href="(/desk/static/desk.css[^"]*)"', visitor.get("/desk/sign-in").html)
    assert "immutable" in visitor.get(css).headers["Cache-Control"]
    assert visitor.get(css.partition("?")[0]).headers["Cache-Control"] == "no-cache"
    assert visitor.get("/desk/static/none.css?v=1").headers["Cache-Control"] == "no-cache"


def test_the_line_without_a_desk_has_none(desk: House) -> None:
    settings = desk.line.settings.model_copy(update={"hotline_desk": False})
    client = create_app(settings, clock=desk.now).test_client()
    assert client.get("/desk").status_code == 404
    assert client.get("/desk/sign-in").status_code == 404


def test_what_the_carrier_gets_is_as_it_was(desk: House) -> None:
    answer = desk.app.test_client().post("/voice", base_url="https://hotline.test")
    assert "Set-Cookie" not in answer.headers
    assert "Vary" not in answer.headers
