"""The audit trail holds, and every way of tampering with it shows."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, event, insert, select, update

from db import audit
from db.audit import Broken
from db.engine import Database
from db.models import AuditHead, Disclosure
from db.secrets import Keyring, SecretsError
from tests.clock import Clock

LINKS = 7


def tell(database: Database, keyring: Keyring, clock: Clock, times: int = 1) -> None:
    for _ in range(times):
        with database.write() as connection:
            audit.disclose(
                connection,
                keyring,
                at=clock.turn(seconds=1) + timedelta(microseconds=123456),
                person_id=4711,
                call_id=12,
                actor="caller",
                what="medical.balance",
                proof="pin",
            )


@pytest.fixture
def chain(database: Database, keyring: Keyring, clock: Clock) -> Database:
    tell(database, keyring, clock, LINKS)
    return database


def test_an_empty_chain_holds(database: Database, keyring: Keyring) -> None:
    assert audit.verify(database, keyring) is None


def test_a_chain_holds_and_goes_on(chain: Database, keyring: Keyring, clock: Clock) -> None:
    assert audit.verify(chain, keyring) is None
    tell(chain, keyring, clock)
    assert audit.verify(chain, keyring) is None


def test_a_disclosure_is_few_statements(chain: Database, keyring: Keyring, clock: Clock) -> None:
    statements: list[str] = []
    event.listen(
        chain.engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_rest: statements.append(statement),
    )
    tell(chain, keyring, clock)
    few = 2 if chain.dialect == "postgresql" else 3
    assert len(statements) == few + 2, "and a transaction around them"


def test_a_turn_that_fails_has_told_nothing(
    chain: Database, keyring: Keyring, clock: Clock
) -> None:
    class LostError(Exception):
        pass

    with pytest.raises(LostError), chain.write() as connection:
        audit.disclose(
            connection,
            keyring,
            at=clock.now,
            person_id=1,
            call_id=None,
            actor="1001",
            what="card",
            proof="desk",
        )
        raise LostError
    assert audit.verify(chain, keyring) is None
    with chain.read() as connection:
        assert len(connection.execute(select(Disclosure.id)).all()) == LINKS


def edit(column: str, value: object) -> Callable[[Connection], None]:
    def tamper(connection: Connection) -> None:
        changed = update(Disclosure).where(Disclosure.id == 4).values({column: value})
        assert connection.execute(changed).rowcount == 1

    return tamper


def move_a_moment(connection: Connection) -> None:
    at = connection.execute(select(Disclosure.at).where(Disclosure.id == 4)).scalar_one()
    later = at + timedelta(microseconds=1)
    connection.execute(update(Disclosure).where(Disclosure.id == 4).values(at=later))


def remove_one(connection: Connection) -> None:
    connection.execute(delete(Disclosure).where(Disclosure.id == 4))


def remove_and_close_the_gap(connection: Connection) -> None:
    connection.execute(delete(Disclosure).where(Disclosure.id == 4))
    for link in range(5, LINKS + 1):
        moved = update(Disclosure).where(Disclosure.id == link).values(id=link - 1)
        connection.execute(moved)
    connection.execute(update(AuditHead).values(last=LINKS - 1))


def swap(connection: Connection) -> None:
    for old, new in ((4, 99), (5, 4), (99, 5)):
        connection.execute(update(Disclosure).where(Disclosure.id == old).values(id=new))


def copy_of(connection: Connection, link: int) -> dict[str, object]:
    row = connection.execute(select(Disclosure.__table__).where(Disclosure.id == link))
    return dict(row.mappings().one())


def put_in_front(connection: Connection) -> None:
    for link in range(LINKS, 3, -1):
        connection.execute(update(Disclosure).where(Disclosure.id == link).values(id=link + 1))
    connection.execute(insert(Disclosure), {**copy_of(connection, 3), "id": 4})
    connection.execute(update(AuditHead).values(last=LINKS + 1))


@pytest.mark.parametrize(
    ("tamper", "reason"),
    [
        (edit("person_id", 4712), "changed"),
        (edit("call_id", None), "changed"),
        (edit("what", "medical.use"), "changed"),
        (edit("actor", "1001"), "changed"),
        (edit("proof", "none"), "changed"),
        (edit("hash", b"x" * 32), "changed"),
        (move_a_moment, "changed"),
        (remove_one, "missing"),
        (remove_and_close_the_gap, "changed"),
        (swap, "moved"),
        (put_in_front, "put in"),
    ],
)
def test_the_first_link_that_does_not_fit_is_found(
    chain: Database, keyring: Keyring, tamper: Callable[[Connection], None], reason: str
) -> None:
    with chain.write() as connection:
        tamper(connection)
    broken = audit.verify(chain, keyring)
    assert broken is not None
    assert broken.link == 4
    assert reason in broken.reason


def cut_off(connection: Connection) -> None:
    connection.execute(delete(Disclosure).where(Disclosure.id > 5))


def cut_off_and_move_the_end(connection: Connection) -> None:
    cut_off(connection)
    shown = connection.execute(select(Disclosure.hash).where(Disclosure.id == 5)).scalar_one()
    connection.execute(update(AuditHead).values(last=5, hash=shown))


def append(connection: Connection) -> None:
    connection.execute(insert(Disclosure), {**copy_of(connection, LINKS), "id": LINKS + 1})


def append_and_move_the_end(connection: Connection) -> None:
    append(connection)
    connection.execute(update(AuditHead).values(last=LINKS + 1))


def forget_the_end(connection: Connection) -> None:
    connection.execute(delete(AuditHead))


def change_the_end(connection: Connection) -> None:
    connection.execute(update(AuditHead).values(hash=b"y" * 32))


@pytest.mark.parametrize(
    ("tamper", "link", "reason"),
    [
        (cut_off, 6, "missing"),
        (cut_off_and_move_the_end, 6, "cut off"),
        (append, LINKS + 1, "behind the end"),
        (append_and_move_the_end, LINKS + 1, "put in"),
        (forget_the_end, 0, "end of the chain is missing"),
        (change_the_end, LINKS + 1, "end was changed"),
    ],
)
def test_tampering_at_the_end_is_found(
    chain: Database,
    keyring: Keyring,
    tamper: Callable[[Connection], None],
    link: int,
    reason: str,
) -> None:
    with chain.write() as connection:
        tamper(connection)
    broken = audit.verify(chain, keyring)
    assert broken is not None
    assert broken.link == link
    assert reason in broken.reason


def test_a_chain_of_other_keys_does_not_hold(chain: Database) -> None:
    name, _ = Keyring.new_entry().split(":")
    stranger = Keyring.parse(Keyring.new_entry())
    with chain.write() as connection:
        connection.execute(update(Disclosure).values(key_id=stranger.newest))
    assert audit.verify(chain, stranger) == Broken(1, "the link was changed, put in or moved")
    with pytest.raises(SecretsError, match="HOTLINE_KEYS"):
        audit.verify(chain, Keyring.parse(f"{name}:{'A' * 43}"))


def test_a_chain_holds_over_a_rotation_and_after_the_old_key_has_gone(
    database: Database, clock: Clock
) -> None:
    old, new = Keyring.new_entry(), Keyring.new_entry()
    tell(database, Keyring.parse(old), clock, 3)
    both, alone = Keyring.parse(f"{new},{old}"), Keyring.parse(new)
    tell(database, both, clock, 3)
    assert audit.verify(database, both) is None
    with pytest.raises(SecretsError):
        audit.verify(database, alone)
    with database.write() as connection:
        audit.keep_key(connection, both, both.ids[1])
    assert audit.verify(database, alone) is None
    tell(database, alone, clock)
    assert audit.verify(database, alone) is None


def test_parallel_disclosures_make_one_chain(database: Database, keyring: Keyring) -> None:
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: tell(database, keyring, Clock(), 5), range(6)))
    assert audit.verify(database, keyring) is None
    with database.read() as connection:
        assert connection.execute(select(AuditHead.last)).scalar_one() == 30


def test_progress_is_told_and_long_chains_are_read_in_pages(
    chain: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "BATCH", 2)
    told: list[tuple[int, int]] = []
    assert audit.verify(chain, keyring, lambda done, all_: told.append((done, all_))) is None
    assert told == [(2, 7), (4, 7), (6, 7), (7, 7)]
