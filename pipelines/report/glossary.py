"""The words that a page uses and a newcomer does not know, explained at its end."""

from __future__ import annotations

import re

from pipelines.report.page import Block, Bullets, Commands, Page, Paragraph, Section

_EXPLAINED = (
    (r"\bRule R\d", "R and a number: a rule; the README lists them."),
    (
        r"\bgrade [A-D]\b",
        "Grade A: large studies, B: small studies or expert bodies, C: coaching custom, D: our own choice.",
    ),
    (r"\bspread \(CV\)", "Spread (CV): the times' standard deviation in % of their mean."),
    (r"\bfade\b", "Fade: how much slower the last third was than the first."),
    (r"\b90 % interval\b", "90 % interval: where the true figure lies in nine of ten cases."),
    (r"^At \d+:\d+/(km|mi)$", "At a pace: contact as it would be at that pace of yours, so that days compare."),
    (r"^Flight$", "Flight: time in the air of a step."),
    (r"^Duty$", "Duty: share of a stride in which one foot is on the ground."),
    (r"^Left$", "Left: the left foot's share of ground contact."),
    (r"^Steps$", "Steps: of both feet in a minute. Bounce: of the torso in a step."),
    (r"^Stiff$", "Stiff: stiffness of the leg as a spring [kN/m]; compare it with your own alone."),
    (
        r"\d% for the least certain",
        "Sure, likely, doubtful: how far to trust what was found; below 60% you are asked.",
    ),
)
"""What betrays that a word is used, and what it means; in the order of a reader's need."""


def words_explained(page: Page) -> Section | None:
    """One line with those words alone that stand on the page; None where none does."""
    shown = "\n".join(_words(page))
    used = [meaning for sign, meaning in _EXPLAINED if re.search(sign, shown, re.MULTILINE)]
    if not used:
        return None
    return Section("Words on this page", (Paragraph(" ".join(used), "quiet"),))


def _words(page: Page) -> list[str]:
    found = [page.headline]
    for section in page.sections:
        found.append(section.title)
        for block in section.blocks:
            found += _of_block(block)
    return found


def _of_block(block: Block) -> tuple[str, ...]:
    if isinstance(block, Paragraph):
        return (block.text,)
    if isinstance(block, Bullets):
        return block.lines
    if isinstance(block, Commands):
        return (block.intro,)
    return (*block.columns, *(cell for row in block.rows for cell in row))
