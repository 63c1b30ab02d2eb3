"""Keys: what they make, what they refuse, what they never show."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.secrets import ID_NUMBER, PHONE, Keyring, SecretsError, key_id_of

OLD, NEW = Keyring.new_entry(), Keyring.new_entry()
KEYS = Keyring.parse(f"{NEW}, {OLD}")
ONLY_OLD, ONLY_NEW = Keyring.parse(OLD), Keyring.parse(NEW)
CONTEXT = "persons.name"


@given(value=st.text())
def test_text_comes_back(value: str) -> None:
    assert KEYS.decrypt_text(KEYS.encrypt(value, CONTEXT), CONTEXT) == value


@given(value=st.binary())
def test_bytes_come_back_and_no_two_blobs_are_alike(value: bytes) -> None:
    first, second = KEYS.encrypt(value, CONTEXT), KEYS.encrypt(value, CONTEXT)
    assert KEYS.decrypt(first, CONTEXT) == KEYS.decrypt(second, CONTEXT) == value
    assert first != second
    assert first.startswith(KEYS.prefix)


@given(place=st.integers(0, 200), bit=st.integers(0, 7))
def test_a_changed_value_does_not_decrypt(place: int, bit: int) -> None:
    blob = bytearray(KEYS.encrypt("张三", CONTEXT))
    blob[place % len(blob)] ^= 1 << bit
    with pytest.raises(SecretsError):
        KEYS.decrypt(bytes(blob), CONTEXT)


@given(blob=st.binary(max_size=64))
def test_anything_else_does_not_decrypt(blob: bytes) -> None:
    with pytest.raises(SecretsError):
        KEYS.decrypt(blob, CONTEXT)


def test_a_value_moved_to_another_column_does_not_decrypt() -> None:
    with pytest.raises(SecretsError, match=r"persons\.mobile"):
        KEYS.decrypt(KEYS.encrypt("张三", CONTEXT), "persons.mobile")


def test_new_values_are_of_the_newest_key_and_old_ones_stay_readable() -> None:
    assert key_id_of(KEYS.encrypt("x", CONTEXT)) == KEYS.newest == ONLY_NEW.newest
    assert KEYS.ids == (ONLY_NEW.newest, ONLY_OLD.newest)
    assert KEYS.decrypt(ONLY_OLD.encrypt("x", CONTEXT), CONTEXT) == b"x"


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(SecretsError, match=f"key {ONLY_OLD.newest}, which HOTLINE_KEYS does not"):
        ONLY_NEW.decrypt(ONLY_OLD.encrypt("x", CONTEXT), CONTEXT)


def test_a_blind_index_is_the_same_every_time_and_of_sixteen_bytes() -> None:
    index = KEYS.index(ID_NUMBER, "110101198001010010")
    assert index == ONLY_NEW.index(ID_NUMBER, "110101198001010010")
    assert len(index) == 16
    assert KEYS.indexes(ID_NUMBER, "x") == [
        ONLY_NEW.index(ID_NUMBER, "x"),
        ONLY_OLD.index(ID_NUMBER, "x"),
    ]


def test_kinds_values_and_keys_have_indexes_of_their_own() -> None:
    indexes = {
        keys.index(kind, value)
        for keys in (ONLY_NEW, ONLY_OLD)
        for kind in (ID_NUMBER, PHONE)
        for value in ("1", "2")
    }
    assert len(indexes) == 8


def test_every_purpose_has_a_key_of_its_own() -> None:
    raw = base64.urlsafe_b64decode(NEW.split(":")[1] + "=")
    keys = {KEYS.pepper(KEYS.newest), KEYS.audit_key(), KEYS.audit_key(ONLY_OLD.newest), raw}
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}
    with pytest.raises(KeyError):
        KEYS.pepper("nobody")


def test_keys_are_not_shown() -> None:
    shown = f"{KEYS!r} {KEYS}"
    assert KEYS.newest in shown
    assert NEW.split(":")[1] not in shown


GOOD = "A" * 43


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "holds no key"),
        (" , ", "holds no key"),
        (GOOD, "entry 1 must read id:key"),
        (f":{GOOD}", "entry 1 must read id:key"),
        (f"{'a' * 17}:{GOOD}", "at most 16 letters"),
        (f"a:{GOOD},b c:{GOOD}", "entry 2 must read"),
        ("a:AAAA", "entry 1 must hold 32 bytes"),
        (f"a:{GOOD}AAAA", "entry 1 must hold 32 bytes"),
        (f"a:{'!' * 43}", "entry 1 must hold 32 bytes"),
        (f"a:{'é' * 43}", "entry 1 must hold 32 bytes"),
        (f"a:{GOOD},a:{GOOD}", "the id a twice"),
    ],
)
def test_a_wrong_list_is_refused_with_the_cure_and_unquoted(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as refused:
        Keyring.parse(text)
    assert "flask keys new" in str(refused.value)
    assert GOOD not in str(refused.value)


def test_padding_is_optional() -> None:
    assert Keyring.parse(f"a:{GOOD}=").index("x", "y") == Keyring.parse(f"a:{GOOD}").index("x", "y")
