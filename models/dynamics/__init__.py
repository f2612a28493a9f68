"""Ground contact and its companions for each interval, at the athlete's reference speed, and within a session.

Rules and figures were measured on 87 real runs. A value is the median of good samples or null with a reason; sensors
are never mixed, and nothing is estimated where no sensor measured.

- `measuring`: what an interval's good samples say (which are good: `samples`; how steep it was: `grade`)
- `exponent`, `reference`: how contact goes with speed, and the speed at which it is compared
- `drift`, `balance`, `contact_sessions`: what it did within a session
- `contact_changes`: what it does over the weeks (how that is judged: `models.trend`)
Flight time, duty factor and leg stiffness are worked out in the view `repetitions`.
"""

from models.dynamics.config import DynamicsConfig
from models.dynamics.contact_changes import contact_changes
from models.dynamics.contact_sessions import contact_sessions
from models.dynamics.drift import Drift, drift
from models.dynamics.exponent import OwnExponent, own_exponent
from models.dynamics.measuring import measure
from models.dynamics.reference import reference_speeds

__all__ = [
    "Drift",
    "DynamicsConfig",
    "OwnExponent",
    "contact_changes",
    "contact_sessions",
    "drift",
    "measure",
    "own_exponent",
    "reference_speeds",
]
