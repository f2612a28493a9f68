"""The parts of the README that are made by the code: `make readme` writes them, the tests compare them."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from rich.console import Console

from pipelines.demo import run_demo
from pipelines.report.model import WeeklyReview
from pipelines.report.text import text
from warehouse.dictionary import data_dictionary

README = Path(__file__).parents[2] / "README.md"


def part(name: str) -> str:
    """What stands between the marks of `name`."""
    return (
        README.read_text(encoding="utf-8").split(f"<!-- {name}:begin -->")[1].split(f"<!-- {name}:end -->")[0].strip()
    )


def printed(review: WeeklyReview) -> str:
    """The review as a terminal of 80 columns shows it, in a block of code."""
    file = io.StringIO()
    Console(file=file, width=80, highlight=False).print(text(review, "metric"))
    lines = (line.rstrip() for line in file.getvalue().splitlines())
    return "```text\n" + "\n".join(lines).strip() + "\n```"


def write() -> None:
    """Write the data dictionary, and the review that the demo prints."""
    with tempfile.TemporaryDirectory() as folder:
        review = run_demo(Path(folder) / "demo").review
    for name, content in (("review", printed(review)), ("dictionary", data_dictionary().strip())):
        whole = README.read_text(encoding="utf-8")
        before, rest = whole.split(f"<!-- {name}:begin -->")
        after = rest.split(f"<!-- {name}:end -->")[1]
        README.write_text(f"{before}<!-- {name}:begin -->\n{content}\n<!-- {name}:end -->{after}", encoding="utf-8")


if __name__ == "__main__":
    write()
