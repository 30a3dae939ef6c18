"""Every reader, in the order in which they are asked whether a file is theirs."""

from openpeel.facts.sources.boundaries import Boundaries
from openpeel.facts.sources.census_ethnicity import Census2011, Census2021
from openpeel.facts.sources.district_lookup import DistrictLookup
from openpeel.facts.sources.outcomes_open_data import OutcomesOpenData
from openpeel.facts.sources.police_force_areas import PoliceForceAreas
from openpeel.facts.sources.police_uk import PoliceUkOutcomes, PoliceUkStopSearch, PoliceUkStreet
from openpeel.facts.sources.population_estimates import PopulationEstimates
from openpeel.facts.sources.reading import Reader
from openpeel.facts.sources.recorded_crime import RecordedCrime
from openpeel.facts.sources.simulated import SimulatedReturn
from openpeel.facts.sources.stop_search_published import StopSearchPublished
from openpeel.facts.sources.use_of_force import UseOfForce
from openpeel.facts.sources.workforce import Workforce

READERS: tuple[Reader, ...] = (
    PopulationEstimates(),
    Census2011(),
    Census2021(),
    DistrictLookup(),
    Boundaries(),
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
