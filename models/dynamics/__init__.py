"""Ground contact and its companions for each interval, at the athlete's reference speed, and within a session.

Rules and figures were measured on 87 real runs. A value is the median of good
samples or null with a reason; sensors are never mixed.
"""

from models.dynamics.config import DynamicsConfig
from models.dynamics.drift import Drift, drift
from models.dynamics.measuring import measure
from models.dynamics.reference import reference_speeds

__all__ = ["Drift", "DynamicsConfig", "drift", "measure", "reference_speeds"]
