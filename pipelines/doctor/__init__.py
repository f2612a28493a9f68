"""Checks of a home, and what can be mended without anybody's word."""

from pipelines.doctor.examining import examine
from pipelines.doctor.finding import Finding
from pipelines.doctor.repairing import Repair, repair

__all__ = ["Finding", "Repair", "examine", "repair"]
