"""The grammar of workout text, for Lark's LALR parser: which words there are and in which order they stand.

Quantities are read whole (`15min`, `3:55/km`); what they mean, and which are unclear, is decided in
`quantities.py`, where an error can name both readings.
"""

from __future__ import annotations

from types import MappingProxyType

PLAIN = MappingProxyType(
    str.maketrans({"\u00d7": "x", "\u2013": "-", "\u2019": "'", "\u2032": "'", "\u201d": '"', "\u2033": '"'})
)
"""What a phone types for x, - and the marks of minutes and seconds; one for one, so that places stay true."""

GRAMMAR = r"""
start: REST              -> rest
     | item (_then item)* -> session

_then: "," | "+"

?item: run | exercise

?run: hard_or_soft | jog | repeat | strides
?inner: hard_or_soft | jog | inner_repeat

hard_or_soft: piece recovery?
piece: amount MANNER? target?
     | MANNER amount target?
jog: amount MOVE
recovery: _SLASH (amount MOVE? | MOVE amount)

repeat: count (piece | "(" inner (_then inner)* ")") recovery?
inner_repeat: count (piece | "(" innermost (_then innermost)* ")") recovery?
?innermost: hard_or_soft | jog
strides: MANNER count piece recovery?
count: NUMBER _X

amount: DURATION | DISTANCE | METRES | CLOCK | NUMBER
target: _AT (PACE | TIMES | CLOCKS | DURATION | CLOCK | RPE | LETTER | NUMBERS | NUMBER)

exercise: NAME count held_or_repeated (side | load)*
held_or_repeated: NUMBER | DURATION
side: PER_SIDE | ONE_SIDE
load: _AT LOAD

REST.9: /rest(\s+day)?WORD_ENDS/i
MANNER.9: /(easy|long|tempo|strides?|warm[- ]?up|wu|cool[- ]?down|cd)WORD_ENDS/i
MOVE.9: /(jog(ging)?|walk(ing)?|stand(ing)?|rest)WORD_ENDS/i
PER_SIDE.9: /(\/|per\s|each\s)\s*(side|leg)WORD_ENDS/i
ONE_SIDE.9: /(left|right)(\s+(side|leg))?WORD_ENDS/i
LOAD.9: /\d+(\.\d+)?\s*kgWORD_ENDS/i
PACE.9: /\d+:\d\d(\.\d+)?(\s*-\s*\d+:\d\d(\.\d+)?)?\s*\/\s*kmWORD_ENDS/i
CLOCKS.8: /\d+:\d\d(\.\d+)?\s*-\s*\d+:\d\d(\.\d+)?/
TIMES.8: /\d+(\.\d+)?\s*(s(ec)?)?\s*-\s*\d+(\.\d+)?\s*s(ec)?WORD_ENDS/i
NUMBERS.7: /\d+(\.\d+)?\s*-\s*\d+(\.\d+)?/
RPE.9: /rpe\s*\d+(\.\d+)?(\s*-\s*\d+(\.\d+)?)?/i
LETTER.8: /[emtir]WORD_ENDS/i

DURATION.6: /(HOURS\s*(MINUTES\s*(SECONDS)?|SECONDS|\d\d)?|MINUTES\s*(SECONDS|TWO_DIGITS)?|SECONDS)WORD_ENDS(?!\d)/i
DISTANCE.6: /\d+(\.\d+)?\s*(km?|kilomet(er|re)s?|mtrs?|met(er|re)s?)WORD_ENDS/i
METRES.5: /\d+(\.\d+)?\s*mWORD_ENDS/i
CLOCK.5: /\d+:\d\d(:\d\d)?(\.\d+)?/
NUMBER.1: /\d+(\.\d+)?/
NAME.1: /[^\W\d_]+([ -]+[^\W\d_]+)*/

_X: /[x*]/i
_AT: "@"
_SLASH: "/"

%ignore /\s+/
"""

_HOURS = r"\d+(?:\.\d+)?\s*h(?:ours?|rs?)?"
_MINUTES = r"\d+(?:\.\d+)?\s*(?:min(?:ute)?s?|'(?!'))"
_SECONDS = r"\d+(?:\.\d+)?\s*(?:s(?:ec(?:ond)?s?)?WORD_ENDS|\"|'')"

_WORD_ENDS = r"(?![a-z])|(?=jog|walk|stand|rest|easy|long|tempo|strides|warm|cool)"
"""Spaces are free: `200mjog` is `200m jog`, but `20 strides` is not `20s trides`."""

LARK_GRAMMAR = GRAMMAR
for _name, _pattern in (
    ("HOURS", _HOURS),
    ("MINUTES", _MINUTES),
    ("SECONDS", _SECONDS),
    ("TWO_DIGITS", r"(?<=\S)\d\d(?!\d)"),
    ("WORD_ENDS", f"(?:{_WORD_ENDS})"),
):
    LARK_GRAMMAR = LARK_GRAMMAR.replace(_name, _pattern)

WORDS_FOR = MappingProxyType(
    {
        "NUMBER": "a number of repetitions (6 x)",
        "DURATION": "a time (3min, 90s)",
        "METRES": "a distance (400m, 10km)",
        "MANNER": "easy, long, tempo, strides, warmup or cooldown",
        "MOVE": "jog, walk or stand",
        "PACE": "a target (95s, 3:55/km, R, rpe 8)",
        "NAME": "an exercise (squat 3x8)",
        "LOAD": "a load (60kg)",
        "PER_SIDE": "/side",
        "ONE_SIDE": "left or right",
        "REST": "rest",
        "_X": "x",
        "_AT": "@ and a target",
        "_SLASH": "/ and a recovery",
        "COMMA": "a comma",
        "LPAR": "(",
        "RPAR": ")",
        "$END": "the end",
    }
)
"""How an error names what could stand at a place; of words that may stand in the same place one stands for all."""
