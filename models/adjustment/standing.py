"""How an interval session stands: good, bad, neither, or not sure enough to say."""

from __future__ import annotations

from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.week import Session, Week


def unsure(session: Session, config: RuleConfig = DEFAULT) -> bool:
    """Whether it is not sure enough what was run to change a plan on it (R20)."""
    if session.activity_id is None:
        return False
    low = session.confidence is None or session.confidence < config.sure_from
    return low or session.unknown > 0 or scale_off(session, config)


def scale_off(session: Session, config: RuleConfig = DEFAULT) -> bool:
    """Whether the device's distance lies so far from the repetitions' that these may not be what was asked.

    The user's own word, confidence 1, settles it.
    """
    scale = session.distance_scale
    if scale is None or session.confidence == 1.0:
        return False
    return not config.scale_low <= scale <= config.scale_high


def bad(session: Session, config: RuleConfig = DEFAULT) -> bool:
    """Whether it was too hard, and not for the weather."""
    return session.weather is None and too_hard(session, config)


def too_hard(session: Session, config: RuleConfig = DEFAULT) -> bool:
    """Whether it was too hard: repetitions missed or cut short, slow on the whole, or fading (R8).

    Fading after a start that was too fast is a matter of pacing, not of the target, as long as the mean is on it.
    """
    metrics = session.metrics
    if session.activity_id is None or unsure(session, config) or not metrics.prescribed:
        return False
    missing = (metrics.prescribed - metrics.done + session.cut_short) / metrics.prescribed
    slow, fade = metrics.slow_percent or 0.0, metrics.fade_percent or 0.0
    paced_badly = started_too_fast(session, config) and slow <= config.start_mean_percent
    tired = fade > config.fade_percent and not paced_badly
    return missing > config.missed_share or slow > config.slow_percent or tired


def started_too_fast(session: Session, config: RuleConfig = DEFAULT) -> bool:
    """Whether the first repetition was so fast that the last ones had to pay for it (R9)."""
    if session.activity_id is None or session.first_s is None or session.first_target_s is None:
        return False
    ahead = (1 - session.first_s / session.first_target_s) * 100
    return ahead > config.start_fast_percent and (session.metrics.fade_percent or 0.0) > config.start_fade_percent


def good(session: Session, config: RuleConfig = DEFAULT) -> bool:
    """Whether all was done in time, evenly and without strain (R6)."""
    return session.activity_id is not None and not unsure(session, config) and not lacking(session, config)


def lacking(session: Session, config: RuleConfig = DEFAULT) -> str | None:
    """What a session lacks to be good, the first thing found: a word for it; None if nothing."""
    metrics = session.metrics
    tests = (
        ("target", metrics.slow_percent is None),
        ("done", metrics.done < metrics.prescribed),
        ("on_target", session.on_target < metrics.prescribed),
        ("fade", (metrics.fade_percent or 0.0) >= config.good_fade_percent),
        ("variation", (metrics.variation_percent or 0.0) >= config.good_variation_percent),
        ("rpe", (session.rpe or 0.0) > config.good_rpe),
    )
    return next((name for name, failed in tests if failed), None)


def good_in_a_row(week: Week, session_key: str, config: RuleConfig = DEFAULT) -> int:
    """Good sessions at the end of the history, since the last change that was accepted to that weekly session."""
    changed = [c.week_start for c in week.changes if c.session_key == session_key and c.week_start <= week.week_start]
    since = max(changed, default=None)
    count = 0
    for session in reversed(week.history(session_key)):
        if not good(session, config) or (since is not None and session.local_date < since):
            break
        count += 1
    return count


def bad_in_a_row(week: Week, session_key: str, config: RuleConfig = DEFAULT) -> int:
    """Bad sessions at the end of the history; sessions that were missed do not count either way."""
    count = 0
    for session in reversed([s for s in week.history(session_key) if s.activity_id]):
        if not bad(session, config):
            break
        count += 1
    return count


def in_pain(week: Week, config: RuleConfig = DEFAULT) -> bool:
    """Whether pain was logged in the reviewed week or since."""
    return any(p.local_date >= week.week_start and p.value >= config.painful_from for p in week.pains)
