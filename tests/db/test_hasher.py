"""The hash pool: right, bounded, and alive after a fork."""

from __future__ import annotations

import os
import threading
import time

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from db.hasher import HasherBusyError, PinHasher
from tests.db.forks import in_a_child
from tests.db.people import CHEAP

PEPPER, OTHER = b"p" * 32, b"q" * 32


def test_a_pin_matches_its_hash_and_nothing_else_does() -> None:
    with CHEAP.slot() as slot:
        hashed = slot.hash(PEPPER, "739146")
        assert slot.verify(hashed, PEPPER, "739146")
        assert not slot.verify(hashed, PEPPER, "739147")
        assert not slot.verify(hashed, OTHER, "739146"), "without the key a hash is worth nothing"
        assert slot.hash(PEPPER, "739146") != hashed, "salted"


def test_the_hash_is_not_of_the_bare_pin() -> None:
    with CHEAP.slot() as slot:
        hashed = slot.hash(PEPPER, "739146")
    with pytest.raises(Exception, match="does not match"):
        PasswordHasher().verify(hashed, "739146")


@pytest.mark.parametrize("broken", ["", "x", "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$", "$2b$10$abc"])
def test_a_broken_hash_is_a_wrong_one(broken: str) -> None:
    with CHEAP.slot() as slot:
        assert not slot.verify(broken, PEPPER, "739146")


def test_the_default_cost_is_the_documented_one() -> None:
    parameters = extract_parameters(PinHasher().dummy)
    assert (parameters.type, parameters.memory_cost) == (Type.ID, 19456)
    assert (parameters.time_cost, parameters.parallelism) == (2, 1)


def test_the_dummy_costs_what_a_real_hash_costs_and_matches_nothing() -> None:
    with CHEAP.slot() as slot:
        real = slot.hash(PEPPER, "739146")
        assert not slot.verify(CHEAP.dummy, PEPPER, "739146")
    assert extract_parameters(CHEAP.dummy) == extract_parameters(real)
    assert len(CHEAP.dummy) == len(real)
    assert not CHEAP.is_outdated(CHEAP.dummy)


def test_a_hash_of_another_cost_is_outdated() -> None:
    assert CHEAP.is_outdated(PinHasher(memory_kib=16, time_cost=1).dummy)


def test_the_queue_is_bounded_and_free_again() -> None:
    hasher = PinHasher(memory_kib=8, time_cost=1, waiting=1)
    with hasher.slot(), hasher.slot(), pytest.raises(HasherBusyError), hasher.slot():
        raise AssertionError("a third place was given")
    with hasher.slot(), hasher.slot():
        pass


def test_a_place_is_given_back_after_an_error() -> None:
    hasher = PinHasher(memory_kib=8, time_cost=1, waiting=0)
    with pytest.raises(ZeroDivisionError), hasher.slot():
        raise ZeroDivisionError
    with hasher.slot() as slot:
        assert slot.hash(PEPPER, "1")


def test_who_may_wait_gets_the_next_place() -> None:
    hasher = PinHasher(memory_kib=8, time_cost=1, waiting=0)
    inside, given = threading.Event(), threading.Event()

    def hold() -> None:
        with hasher.slot():
            inside.set()
            time.sleep(0.05)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait()
    with pytest.raises(HasherBusyError), hasher.slot():
        raise AssertionError("the place was taken")
    with hasher.slot(wait_seconds=5):
        given.set()
    holder.join()
    assert given.is_set()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_process_has_a_pool_of_its_own() -> None:
    """Its parent's thread does not exist there, nor do those who held a place."""
    hasher = PinHasher(memory_kib=8, time_cost=1, waiting=0)
    with hasher.slot() as slot:
        hashed = slot.hash(PEPPER, "739146")

        def check() -> None:
            with hasher.slot() as own:
                if not own.verify(hashed, PEPPER, "739146"):
                    os._exit(3)

        assert in_a_child(check) == 0
