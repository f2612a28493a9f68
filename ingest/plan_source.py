"""The YAML of a plan with the place of everything in it: values for the model, line and column for errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from models.errors import PlanError

_LARGEST_CHARACTERS = 200_000
"""A year of sessions, each with a page of comments, is a quarter of this."""

_DEEPEST = 8
"""Levels of nesting; a plan has four."""

_MOST_VALUES = 20_000
"""Values in all, each anchor counted wherever it is used: a short text of anchors can mean millions."""

Value = None | str | list["Value"] | dict[str, "Value"]
Path = Sequence[str | int]


@dataclass(frozen=True)
class PlanSource:
    """A plan file as it was written. Scalars are text; what they mean is the model's business."""

    text: str
    root: MappingNode

    @classmethod
    def of(cls, text: str) -> PlanSource:
        """The source of a plan.

        Raises:
            PlanError: not YAML, not a mapping of names to values, a name twice, or nested beyond reason.
        """
        if len(text) > _LARGEST_CHARACTERS:
            raise PlanError(f"longer than {_LARGEST_CHARACTERS} characters", line=1, column=1)
        try:
            root = YAML(typ="safe", pure=True).compose(text)
        except MarkedYAMLError as error:
            raise _not_yaml(error) from error
        except ReaderError as error:
            line, column = _line_and_column(text, error.position)
            raise PlanError(f"the character {error.character!r} is not allowed", line=line, column=column) from error
        except RecursionError as error:  # thousands of brackets
            raise PlanError("nested too deep for a plan", line=1, column=1) from error
        if root is None:
            raise PlanError("the plan is empty; it needs name, start, weeks and week", line=1, column=1)
        if not isinstance(root, MappingNode):
            raise _at(root, "a plan is made of names and values, such as `weeks: 6`")
        _check(root)
        return cls(text, root)

    def value(self) -> Value:
        """The plan as plain dictionaries, lists and text; what is left empty is None."""
        return _value(self.root)

    def error(self, path: Path, message: str, *, at_key: bool = False, offset: int = 0) -> PlanError:
        """The error at a path such as `("week", "tuesday", 0)`, `offset` characters into its text."""
        key, node = self._find(path)
        is_empty = isinstance(node, ScalarNode) and node.start_mark.index == node.end_mark.index
        if (at_key or is_empty) and key is not None:
            node = key
        line, column = self._place(node, offset)
        return PlanError(message, line=line, column=column)

    def key_text(self, path: Path) -> str:
        """The last name of the path as it is written."""
        key, _ = self._find(path)
        return str(key.value) if key is not None else str(path[-1])

    def _find(self, path: Path) -> tuple[Node | None, Node]:
        """Key and value at the path, or as far along it as there is something."""
        key: Node | None = None
        node: Node = self.root
        for part in path:
            if isinstance(node, MappingNode):
                found = next(((k, v) for k, v in node.value if _name(k) == str(part).casefold()), None)
                if found is None:
                    break
                key, node = found
            elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
        return key, node

    def _place(self, node: Node, offset: int) -> tuple[int, int]:
        index = int(node.start_mark.index)
        if isinstance(node, ScalarNode) and offset:
            index = self._index_in_scalar(node, offset)
        return _line_and_column(self.text, index)

    def _index_in_scalar(self, node: ScalarNode, offset: int) -> int:
        """Where the character `offset` of the scalar's value stands in the file.

        YAML may fold lines, indent and quote, but the visible characters stay in order: they are counted.
        """
        wanted = sum(not character.isspace() for character in str(node.value)[:offset])
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        if node.style in ("|", ">"):
            start = self.text.index("\n", start)
        elif node.style:
            start += 1
        last = start
        for index in range(start, end):
            is_second_quote = node.style == "'" and index > start and self.text[index - 1 : index + 1] == "''"
            if self.text[index].isspace() or is_second_quote:
                continue
            if wanted == 0:
                return index
            wanted -= 1
            last = index
        return min(last + 1, end)


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    before = text[:index]
    return before.count("\n") + 1, index - before.rfind("\n")


def did_you_mean(said: str, known: Sequence[str]) -> str:
    """The end of an error about a name that is not known: the nearest one, and all."""
    close = get_close_matches(said.casefold(), known, n=1, cutoff=0.6)
    guess = f"did you mean {close[0]}? Known" if close else "known"
    return f"{guess} are {', '.join(known)}"


def _check(root: Node) -> None:
    to_do = [(root, 0)]
    checked = 0
    while to_do:
        node, depth = to_do.pop()
        checked += 1
        if depth > _DEEPEST or checked > _MOST_VALUES:  # a loop of anchors ends here too
            raise _at(node, f"nested more than {_DEEPEST} levels deep, or more than {_MOST_VALUES} values")
        if isinstance(node, MappingNode):
            _check_names(node)
        to_do += [(child, depth + 1) for child in _children(node)]


def _check_names(node: MappingNode) -> None:
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key, ScalarNode):
            raise _at(key, "a name is wanted here")
        if _name(key) in seen:
            raise _at(key, f"{key.value!r} is there twice")
        seen.add(_name(key))


def _children(node: Node) -> Iterator[Node]:
    if isinstance(node, MappingNode):
        yield from (value for _, value in node.value)
    elif isinstance(node, SequenceNode):
        yield from node.value


def _value(node: Node) -> Value:
    if isinstance(node, MappingNode):
        return {_name(key): _value(value) for key, value in node.value}
    if isinstance(node, SequenceNode):
        return [_value(item) for item in node.value]
    is_empty = getattr(node, "style", None) is None and node.value in ("", "~", "null", "Null", "NULL")
    return None if is_empty else str(node.value)


def _name(key: Node) -> str:
    return str(key.value).casefold()


def _at(node: Node, message: str) -> PlanError:
    return PlanError(message, line=node.start_mark.line + 1, column=node.start_mark.column + 1)


def _not_yaml(error: MarkedYAMLError) -> PlanError:
    mark = error.problem_mark or error.context_mark
    problem = error.problem or error.context or "cannot be read"
    hint = "; indent with spaces, not tabs" if "\\t" in problem else ""
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return PlanError(f"this is not YAML: {problem}{hint}", line=line, column=column)
