"""Records, laps and prescription become intervals.

`segment` (in `deciding`) asks the sources in order of trust: laps with steps of the watch's workout (`steps`), laps
that alternate (`alternating`), the recorded speed (`signal`, `blind`, `gates`, `stream`). `fusion` holds laps
against the stream, `layout` fills in what lies around the repetitions. Which gate refused a session stands in its
`structure_reason`, word for word as `gates` says it.
"""

from models.segmentation.config import SegmentationConfig
from models.segmentation.deciding import Segmentation, segment

__all__ = ["Segmentation", "SegmentationConfig", "segment"]
