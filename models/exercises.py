"""The exercise catalogue: one row an exercise that a plan may prescribe or a log may name.

FIT categories and names are those of the FIT profile (21.205); None where the profile has no such exercise.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise, with what a plan, a watch and a coach must know of it."""

    name: str
    muscle: str
    fit_category: str
    fit_name: str | None
    kind: Literal["strength", "plyometrics"] = "strength"
    aliases: tuple[str, ...] = ()
    equipment: str | None = None
    per_side: bool = False
    """Whether repetitions are counted for each side."""
    contacts_per_repetition: int = 0
    """Foot contacts of a jump, for the volume of a session; a landing on one leg counts double (NSCA)."""
    progression: str | None = None
    """Name of the next harder exercise."""
    caution: str | None = None


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        "squat",
        "quadriceps, gluteals",
        "squat",
        "squat",
        aliases=("back squat", "air squat", "bodyweight squat", "barbell squat"),
        progression="split squat",
        caution="knees follow the toes; no deeper than the back stays straight",
    ),
    Exercise(
        "goblet squat",
        "quadriceps, gluteals",
        "squat",
        "goblet_squat",
        equipment="dumbbell or kettlebell",
        progression="squat",
        caution="hold the weight against the chest",
    ),
    Exercise(
        "split squat",
        "quadriceps, gluteals",
        "lunge",
        "barbell_split_squat",
        aliases=("static lunge",),
        per_side=True,
        progression="step-up",
        caution="front heel stays down",
    ),
    Exercise(
        "lunge",
        "quadriceps, gluteals, hamstrings",
        "lunge",
        "lunge",
        aliases=("forward lunge",),
        per_side=True,
        progression="walking lunge",
        caution="short steps load the knee more",
    ),
    Exercise(
        "walking lunge",
        "quadriceps, gluteals, hamstrings",
        "lunge",
        "walking_lunge",
        per_side=True,
        progression="split squat",
        caution="needs a free way of some metres",
    ),
    Exercise(
        "reverse lunge",
        "gluteals, hamstrings, quadriceps",
        "lunge",
        "dumbbell_reverse_lunge",
        aliases=("backward lunge",),
        per_side=True,
        progression="lunge",
        caution="the kindest of the lunges to the knee; begin with it after a knee complaint",
    ),
    Exercise(
        "calf raise",
        "gastrocnemius, soleus",
        "calf_raise",
        "standing_calf_raise",
        aliases=("heel raise", "standing calf raise"),
        progression="single-leg calf raise",
        caution="down in 3 s, without bouncing; not into Achilles pain",
    ),
    Exercise(
        "single-leg calf raise",
        "gastrocnemius, soleus",
        "calf_raise",
        "single_leg_standing_calf_raise",
        aliases=("one-leg calf raise", "single-leg heel raise"),
        per_side=True,
        caution="down in 3 s; not into Achilles pain",
    ),
    Exercise(
        "seated calf raise",
        "soleus",
        "calf_raise",
        "seated_calf_raise",
        equipment="weight on the knees",
        progression="calf raise",
    ),
    Exercise(
        "step-up",
        "gluteals, quadriceps",
        "squat",
        "step_up",
        aliases=("box step-up",),
        equipment="box or bench",
        per_side=True,
        caution="box no higher than the knee; push with the upper leg",
    ),
    Exercise(
        "glute bridge",
        "gluteals, hamstrings",
        "hip_raise",
        "hip_raise",
        aliases=("hip raise", "bridge"),
        progression="step-up",
    ),
    Exercise("plank", "trunk", "plank", "plank", aliases=("front plank",), caution="hips level; stop when they sag"),
    Exercise(
        "box jump",
        "legs, two-legged power",
        "plyo",
        "box_jump",
        kind="plyometrics",
        equipment="box",
        contacts_per_repetition=1,
        progression="squat jump",
        caution="step down, do not jump down; a low box is enough",
    ),
    Exercise(
        "squat jump",
        "legs, two-legged power",
        "plyo",
        "body_weight_jump_squat",
        kind="plyometrics",
        aliases=("jump squat",),
        contacts_per_repetition=1,
        progression="bounding",
        caution="land softly, knees over the toes",
    ),
    Exercise(
        "pogo hop",
        "calves, ankle stiffness",
        "plyo",
        None,
        kind="plyometrics",
        aliases=("pogo", "pogo jump", "ankle hop"),
        contacts_per_repetition=1,
        progression="single-leg hop",
        caution="short contacts, knees nearly straight; not into Achilles pain",
    ),
    Exercise(
        "skipping",
        "calves, ankle stiffness",
        "cardio",
        "jump_rope",
        kind="plyometrics",
        aliases=("rope skipping", "jump rope", "rope jump"),
        equipment="rope",
        contacts_per_repetition=1,
        progression="pogo hop",
    ),
    Exercise(
        "bounding",
        "legs, horizontal power",
        "plyo",
        None,
        kind="plyometrics",
        aliases=("bound",),
        per_side=True,
        contacts_per_repetition=2,
        progression="single-leg hop",
        caution="for trained legs: soft even ground, after some weeks of two-legged jumps",
    ),
    Exercise(
        "single-leg hop",
        "calves, quadriceps, one-legged power",
        "plyo",
        None,
        kind="plyometrics",
        aliases=("one-leg hop", "hop"),
        per_side=True,
        contacts_per_repetition=2,
        caution="for trained legs only; stop when the landing gets loud",
    ),
)


def _key(name: str) -> str:
    """`Calf-Raises` and `calf raise` are the same exercise."""
    words = name.casefold().replace("-", " ").split()
    return " ".join(word if len(word) < 3 or word.endswith("ss") else word.removesuffix("s") for word in words)


_BY_NAME = {_key(name): row for row in EXERCISES for name in (*row.aliases, row.name)}
_BY_FIT = {(row.fit_category, row.fit_name): row for row in EXERCISES if row.fit_name}
_PLAIN_OF_CATEGORY = {
    category: _BY_NAME[category.replace("_", " ")] for category in ("squat", "lunge", "calf_raise", "plank")
}


def find_exercise(name: str) -> Exercise | None:
    """The exercise of that name or alias, whatever case, hyphens and plural; None where it is not known."""
    return _BY_NAME.get(_key(name))


def nearest_exercises(name: str) -> tuple[str, ...]:
    """Names in the catalogue that look most like `name`, best first, three at most."""
    close = get_close_matches(_key(name), _BY_NAME, n=6, cutoff=0.6)
    return tuple(dict.fromkeys(_BY_NAME[key].name for key in close))[:3]


def exercise_of_fit(category: str, name: str | None) -> Exercise | None:
    """The exercise that a watch calls so in words of the FIT profile; of an unknown name the plain one."""
    return _BY_FIT.get((category, name or "")) or _PLAIN_OF_CATEGORY.get(category)
