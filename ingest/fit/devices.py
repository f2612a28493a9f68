"""Which watch wrote a file, and which of its sensors gave the running dynamics: as well as the file tells."""

from __future__ import annotations

import numpy as np

from ingest.fit.chain import FitFile
from ingest.fit.columns import Messages

_RUNNING_DYNAMICS = 30
"""ANT+ device type of running dynamics; the profile has no word for it."""
_HEART_RATE = 120
_AT_THE_FEET = frozenset({"stryd"})
"""Makers whose files come from their own pods at the feet: those tell a balance themselves."""
_NO_MAKER = "development"
"""What apps write that have no manufacturer's number."""

_DYNAMICS_SENSORS = (
    "running_dynamics_pod",
    "hrm_pro_plus",
    "hrm_pro",
    "hrm4_run",
    "hrm_run",
    "hrm_tri",
    "hrm_fit",
)
"""Garmin's sensors that measure running dynamics, the most telling first."""


def watch(file: FitFile) -> str | None:
    """Manufacturer and product of what wrote the file, such as `garmin fr965`; None where it does not tell."""
    told = file.messages("file_id")
    if not len(told):
        return None
    maker, product = _made(told)[0]
    name = told.texts("product_name")[0]
    if name:
        known = maker in {None, _NO_MAKER} or name.lower().startswith(str(maker))
        return name if known else f"{maker} {name}"
    if maker in {None, "0", _NO_MAKER}:
        return None
    return f"{maker} {product}" if product not in {None, "0"} else maker


def dynamics_sensor(file: FitFile, *, balance: bool) -> str:
    """What filled the watch's own running dynamics, such as `garmin hrm_pro`.

    In this order: a sensor that calls itself one of running dynamics; a Garmin sensor known to be one; where there
    is a `balance`, which no wrist can tell, the chest strap; else what wrote the file: the watch, or the foot pod.
    """
    told = file.messages("device_info")
    made = _made(told)
    kinds = told.raw(1)
    for named in _of_kind(made, kinds, _RUNNING_DYNAMICS):
        return named
    products = {product: maker for maker, product in made}
    for product in _DYNAMICS_SENSORS:
        if product in products:
            return f"garmin {product}"
    maker = next(iter(file.messages("file_id").words("manufacturer")), None)
    if balance and maker not in _AT_THE_FEET:
        return next(iter(_of_kind(made, kinds, _HEART_RATE)), "accessory")
    return watch(file) or "unknown device"


def _of_kind(
    made: list[tuple[str | None, str | None]], kinds: np.ndarray[tuple[int, ...], np.dtype[np.float64]], kind: int
) -> list[str]:
    return [
        f"{maker} {product}" if product else maker
        for (maker, product), found in zip(made, kinds, strict=True)
        if found == kind and maker
    ]


def _made(told: Messages) -> list[tuple[str | None, str | None]]:
    """Manufacturer and product of each message, the product by name where the profile knows one."""
    products = zip(told.words("garmin_product"), told.words("product"), strict=True)
    return list(zip(told.words("manufacturer"), (named or number for named, number in products), strict=True))
