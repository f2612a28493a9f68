"""A GPX file without its points: tracks and their segments, routes and waypoints, who wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.xml.points import MARK


@dataclass
class Track:
    """One `<trk>`: its `<type>`, and from which point to which each of its segments goes (half-open)."""

    type: str | None = None
    segments: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class GpxOutline:
    """Filled by a walk through the file."""

    creator: str | None = None
    tracks: list[Track] = field(default_factory=list)
    routes: int = 0
    waypoints: int = 0
    _names: list[str] = field(default_factory=list)
    _points: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if not self._names:
            self.creator = attributes.get("creator") or None
        elif name == "trk":
            self.tracks.append(Track())
        self.routes += name == "rte"
        self.waypoints += name == "wpt"
        self._names.append(name)

    def end(self, text: str) -> None:
        """The innermost element ends."""
        name = self._names.pop()
        if name == "type" and self._names[-1:] == ["trk"]:
            self.tracks[-1].type = text.strip() or None

    def instruction(self, target: str, data: str) -> None:
        """So many points were before this place."""
        before, self._points = self._points, int(data)
        if target == MARK and "trk" in self._names:
            self.tracks[-1].segments.append((before, self._points))

    @property
    def contents(self) -> str:
        """What it holds instead of recorded tracks."""
        counts = ((self.routes, "planned route"), (self.waypoints, "waypoint"))
        held = " and ".join(f"{n} {what}{'s' if n > 1 else ''}" for n, what in counts if n)
        return f"it holds {held}, but no recorded track" if held else "it holds no recorded track"
