"""R20: where it is not sure what was run, nothing changes and the athlete is asked."""

from __future__ import annotations

from collections.abc import Iterable

from models.adjustment.adjustment import Adjustment, Said, said
from models.adjustment.config import DEFAULT, RuleConfig
from models.adjustment.standing import scale_off, unsure
from models.adjustment.week import Session, Week


def ask_when_not_sure(week: Week, config: RuleConfig = DEFAULT) -> Iterable[Adjustment]:
    """R20. Ask when the repetitions are not sure.

    Trigger: in an interval session of the week a repetition with confidence < 0.6, none found, or the device's
        distance more than 9 % from that of the repetitions.
    Action: none to the pace; a question with the command that answers it.
    Bound: such a session counts neither for R6 nor for R8.
    Grade: D. Source: our own; the limits are those of the detector.
    """
    for session in week.sessions:
        if session.local_date >= week.week_start and session.activity_id and unsure(session, config):
            yield Adjustment("R20", "ask", _question(session, config), subject=session.activity_id)


def _question(session: Session, config: RuleConfig) -> Said:
    activity_id = session.activity_id or ""
    if session.confidence is None:
        return said(
            "No repetitions were found in the run of {day}, for which {asked} were asked. If you ran them: "
            '`trackwork fix {activity_id} --reps "{text}"`; if not: `trackwork fix {activity_id} --no-intervals`.',
            day=session.local_date,
            asked=session.metrics.prescribed,
            activity_id=activity_id,
            text=session.repetitions_text,
        )
    if scale_off(session, config):
        return said(
            "The watch's distance on {day} is {percent} % off that of the repetitions, so they may not be what was "
            "asked. If they are: `trackwork fix {activity_id} --confirm`.",
            day=session.local_date,
            percent=abs(1 / (session.distance_scale or 1.0) - 1) * 100,
            activity_id=activity_id,
        )
    return said(
        "We are not sure about the repetitions of {day} (confidence {confidence} of 100 %). If they are right: "
        "`trackwork fix {activity_id} --confirm`.",
        day=session.local_date,
        confidence=round(100 * session.confidence),
        activity_id=activity_id,
    )
