"""Sound on its way to the telephone, tried on tones whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from audio.recordings.g711 import RATE
from audio.studio import sound


def tone(hertz: float, seconds: float, level: float = 0.3, rate: int = RATE) -> sound.Samples:
    """A sine."""
    at = np.arange(int(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * hertz * at)).astype(np.float32)


def silence(seconds: float, rate: int = RATE) -> sound.Samples:
    """Nothing."""
    return np.zeros(int(seconds * rate), np.float32)


def decibels(some: sound.Samples) -> float:
    """Of the whole."""
    return float(10 * np.log10(np.square(some).mean() + 1e-12))


@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100, 48_000])
def test_any_rate_becomes_eight_thousand(rate: int) -> None:
    narrow = sound.telephone(tone(1000, 1.0, rate=rate), rate)
    assert abs(len(narrow) - RATE) <= 1
    assert decibels(narrow[800:-800]) == pytest.approx(decibels(tone(1000, 1.0)), abs=0.1)


def test_stereo_becomes_mono() -> None:
    both = np.stack([tone(1000, 0.5, rate=16_000), tone(1000, 0.5, rate=16_000)], axis=1)
    assert sound.telephone(both, 16_000).ndim == 1


@pytest.mark.parametrize("hertz", [30, 50, 5000, 7000])
def test_what_a_telephone_does_not_carry_is_gone(hertz: float) -> None:
    kept = sound.telephone(tone(hertz, 1.0, rate=24_000), 24_000)
    assert decibels(kept[800:-800]) < -60


def test_silence_around_speech_is_trimmed_and_inside_it_is_kept() -> None:
    some = np.concatenate(
        [silence(0.7), tone(400, 0.4), silence(0.3), tone(400, 0.4), silence(0.9)]
    )
    kept = sound.trimmed(some)
    assert len(kept) / RATE == pytest.approx(1.1 + 0.09, abs=0.03)
    assert len(sound.trimmed(some, start=False)) > len(kept) + 0.6 * RATE
    assert len(sound.trimmed(some, end=False)) > len(kept) + 0.8 * RATE


def test_a_quiet_consonant_at_the_start_stays() -> None:
    breath = tone(3000, 0.08, level=0.3 * 10 ** (-35 / 20))
    kept = sound.trimmed(np.concatenate([silence(0.5), breath, tone(400, 0.4)]))
    assert len(kept) > 0.48 * RATE


@pytest.mark.parametrize("level", [0.01, 0.2, 0.9])
def test_every_voice_comes_to_the_same_level(level: float) -> None:
    some = np.concatenate([tone(400, 0.5, level), silence(0.5), tone(400, 0.5, level)])
    levels = sound.measure(sound.levelled(some))
    assert levels.loudness == pytest.approx(sound.TARGET, abs=0.2)
    assert levels.seconds == 1.5


def test_a_peak_is_never_clipped() -> None:
    click = tone(400, 1.0, 0.01)
    click[4000] = 0.5
    assert sound.measure(sound.levelled(click)).peak <= sound.PEAK


def test_a_soft_ending_is_lifted_and_a_clear_one_is_left() -> None:
    soft, clear = tone(400, 0.4, 0.03), tone(400, 0.4, 0.2)
    assert sound.measure(sound.lifted(soft)).loudness == pytest.approx(-21.5, abs=0.2)
    assert sound.lifted(clear) is clear


def test_silence_stays_silence() -> None:
    nothing = silence(0.5)
    assert not sound.levelled(nothing).any()
    assert not sound.lifted(nothing).any()
    assert sound.measure(silence(0)).seconds == 0
    assert len(sound.telephone(silence(0), 16_000)) == 0


def test_edges_do_not_click() -> None:
    kept = sound.faded(np.ones(400, np.float32))
    assert kept[0] == 0 == kept[-1] and kept[200] == 1
    assert len(sound.faded(np.ones(3, np.float32))) == 3


def test_a_cut_is_made_where_it_is_quietest() -> None:
    some = np.concatenate([tone(400, 0.2), silence(0.02), tone(400, 0.2)])
    assert 0.2 * RATE <= sound.quietest(some, int(0.1 * RATE), int(0.3 * RATE)) <= 0.22 * RATE


def test_the_samples_come_back_from_mulaw() -> None:
    some = tone(400, 0.3)
    back = sound.decoded(sound.encoded(some))
    assert len(back) == len(some)
    assert np.abs(back - some).max() < 0.02
