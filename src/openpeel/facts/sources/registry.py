"""Every reader, in the order in which they are asked whether a file is theirs."""

from openpeel.facts.sources.boundaries import ForceBoundaries
from openpeel.facts.sources.census_ethnicity import CensusEthnicity
from openpeel.facts.sources.district_lookup import DistrictLookup
from openpeel.facts.sources.outcomes_open_data import OutcomesOpenData
from openpeel.facts.sources.peer_list import PeerList
from openpeel.facts.sources.police_force_areas import PoliceForceAreas
from openpeel.facts.sources.police_uk import PoliceUkOutcomes, PoliceUkStreet
from openpeel.facts.sources.police_uk_stop_search import PoliceUkStopSearch
from openpeel.facts.sources.population_estimates import PopulationEstimates
from openpeel.facts.sources.reading import Reader
from openpeel.facts.sources.recorded_crime import RecordedCrime
from openpeel.facts.sources.simulated import SimulatedReturn
from openpeel.facts.sources.stop_search_published import StopSearchPublished
from openpeel.facts.sources.use_of_force import UseOfForce
from openpeel.facts.sources.workforce import Workforce

READERS: tuple[Reader, ...] = (
    PopulationEstimates(),
    CensusEthnicity(2011),
    CensusEthnicity(2021),
    DistrictLookup(),
    ForceBoundaries(),
    PeerList(),
    StopSearchPublished(),
    UseOfForce(),
    Workforce(),
    PoliceForceAreas(),
    RecordedCrime(),
    OutcomesOpenData(),
    PoliceUkStreet(),
    PoliceUkOutcomes(),
    PoliceUkStopSearch(),
    SimulatedReturn(),
)
