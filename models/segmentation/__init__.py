"""Records, laps and prescription become intervals.

`segment` (in `deciding`) asks the sources in order of trust: laps with steps of the watch's workout (`steps`), laps
that alternate (`alternating`), the recorded speed (`signal`, `stream`): with a prescription as its step list
(`prescribed`, `prescribed_gates`), without one, or where that was not run, blind (`blind`, `gates`). `fusion` holds
laps against the stream, `layout` fills in what lies around the repetitions. Which gate refused a session stands in
its `structure_reason`, word for word as the gates say it.
"""

from models.segmentation.config import SegmentationConfig
from models.segmentation.deciding import Segmentation, segment

__all__ = ["Segmentation", "SegmentationConfig", "segment"]
