"""The catalogue of vendors, and the README's table of devices that is made of it."""

from __future__ import annotations

from models.running_dynamics import METRICS, VENDOR_FIELDS
from models.vendors import VENDORS
from tests.support.readme import devices, part


def test_the_readme_lists_the_devices() -> None:
    assert part("devices") == devices(), "run: make readme"


def test_a_vendor_without_real_files_is_marked_so() -> None:
    lines = dict(zip((vendor.name for vendor in VENDORS), devices().splitlines()[2:], strict=True))
    for vendor in VENDORS:
        assert ("| no" in lines[vendor.name]) == (vendor.files == 0)
        assert set(vendor.seen) <= set(vendor.metrics)
        assert vendor.files or not vendor.seen


def test_a_field_of_an_app_is_told_by_its_name_or_by_its_number_alone() -> None:
    assert all(bool(field.name) != (field.number is not None) for field in VENDOR_FIELDS)
    keys = [(field.vendor if not field.name else "", field.name, field.number) for field in VENDOR_FIELDS]
    assert len(set(keys)) == len(keys)
    assert {field.metric for field in VENDOR_FIELDS} <= set(METRICS)
