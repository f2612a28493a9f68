"""The parts of the README that are made by the code: `make readme` writes them, the tests compare them."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path

from rich.console import Console

from models.adjustment import GRADES, RULES, Rule
from models.running_dynamics import METRICS, Metric
from models.vendors import VENDORS, Vendor
from pipelines.demo import run_demo
from pipelines.report.model import CommandLine, WeeklyReview
from pipelines.report.text import text
from warehouse.dictionary import data_dictionary
from warehouse.question import worked_queries

README = Path(__file__).parents[2] / "README.md"


def part(name: str) -> str:
    """What stands between the marks of `name`."""
    return (
        README.read_text(encoding="utf-8").split(f"<!-- {name}:begin -->")[1].split(f"<!-- {name}:end -->")[0].strip()
    )


def printed(review: WeeklyReview) -> str:
    """The review as a terminal of 80 columns shows it, in a block of code; commands as in the demo's own home."""
    own = CommandLine(options=f" --home ~/trackwork-demo --today {review.as_of}")
    file = io.StringIO()
    page = text(review.model_copy(update={"command": own}), "metric")
    Console(file=file, width=80, highlight=False).print(page, crop=False)
    return f"```text\n{file.getvalue().strip()}\n```"


_PARTS = ("Trigger", "Action", "Bound", "Grade", "Source")


def rules() -> str:
    """The rules of the week, one row a rule, from their docstrings; the grade is the one that its changes carry."""
    rows = []
    for told in sorted((told_by(rule) for rule in RULES), key=lambda told: _number(told["Rule"])):
        said, carried = told["Grade"], GRADES[told["Rule"]]
        if said != carried:
            raise ValueError(f"{told['Rule']} says grade {said}, its changes carry {carried}")
        cells = (told[part].replace("|", "\\|") for part in ("Rule", "What", *_PARTS))
        rows.append(f"| {' | '.join(cells)} |")
    head = ("rule", "what it does", *(part.lower() for part in _PARTS))
    return "\n".join((f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *rows))


def told_by(rule: Rule) -> dict[str, str]:
    """The parts of a rule's docstring: `Rule`, `What`, `Trigger`, `Action`, `Bound`, `Grade`, `Source`."""
    first, _, rest = str(rule.__doc__).partition("\n")
    name, what = first.rstrip(".").split(". ", 1)
    found = re.split(rf"\b({'|'.join(_PARTS)}): ", " ".join(rest.split()))
    parts = dict(zip(found[1::2], (text.strip().rstrip(".") for text in found[2::2]), strict=True))
    if set(parts) != set(_PARTS):
        raise ValueError(f"the docstring of {rule} lacks {sorted(set(_PARTS) - set(parts))}")
    return {"Rule": name, "What": what, **parts}


def devices() -> str:
    """The vendors of running dynamics, one row each: what is read of them, and whether real files were seen."""
    rows = (f"| {vendor.name} | {vendor.how} | {_columns(vendor.metrics)} | {_seen(vendor)} |" for vendor in VENDORS)
    head = ("| device | where its values stand | what is read | seen in real files |", "|---|---|---|---|")
    return "\n".join((*head, *rows))


def _columns(metrics: tuple[Metric, ...]) -> str:
    return "all" if metrics == METRICS else ", ".join(f"`{metric.column}`" for metric in metrics)


def _seen(vendor: Vendor) -> str:
    if not vendor.files:
        return "no: read as described, tested on files made for it"
    if not vendor.seen:
        return f"yes: {vendor.files}, none with running dynamics"
    return f"yes: {vendor.files}" + ("" if vendor.seen == vendor.metrics else f", with {_columns(vendor.seen)} only")


def _number(name: str) -> int:
    return int(name.removeprefix("R"))


def write() -> None:
    """Write the data dictionary, the rules, the devices, the worked queries, and the review that the demo prints."""
    with tempfile.TemporaryDirectory() as folder:
        review = run_demo(Path(folder) / "demo").review
    made = (
        ("review", printed(review)),
        ("rules", rules()),
        ("devices", devices()),
        ("queries", worked_queries()),
        ("dictionary", data_dictionary().strip()),
    )
    for name, content in made:
        README.write_text(replaced(README.read_text(encoding="utf-8"), name, content), encoding="utf-8")


def replaced(whole: str, name: str, content: str) -> str:
    """The README's text with `content` between the marks of `name`."""
    before, rest = whole.split(f"<!-- {name}:begin -->")
    after = rest.split(f"<!-- {name}:end -->")[1]
    return f"{before}<!-- {name}:begin -->\n{content}\n<!-- {name}:end -->{after}"


if __name__ == "__main__":
    write()
