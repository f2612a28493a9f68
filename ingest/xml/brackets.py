"""The brackets of a plain XML document, counted: in one there is nothing between `<` and `>` but a tag."""

from __future__ import annotations

import numpy as np

_OPEN, _SLASH, _CLOSE = b"</>"


def brackets_match(data: bytes) -> bool:
    """Whether as many brackets open as close: where no text holds a bare one, none stands in an attribute."""
    codes = np.frombuffer(data, np.uint8)
    return bool(np.count_nonzero(codes == _OPEN) == np.count_nonzero(codes == _CLOSE))


def levels(data: bytes, begin: int, end: int) -> int:
    """How many more elements begin than end in `data[begin:end]`."""
    codes = np.frombuffer(data, np.uint8, min(end + 1, len(data)) - begin, begin)
    opens, slashes = codes[: end - begin] == _OPEN, codes == _SLASH
    closing = np.count_nonzero(opens[: len(codes) - 1] & slashes[1:][: len(opens)])
    alone = np.count_nonzero(slashes[:-1] & (codes[1:] == _CLOSE))
    return int(np.count_nonzero(opens) - 2 * closing - alone)
