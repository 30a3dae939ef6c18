"""Made-up samples of files for tests by Hypothesis."""

from hypothesis import strategies as st


@st.composite
def files_of(draw):
    """Arguments of `stratified_share`: 1 to 4 strata of 2 to 12 files, some not applicable."""
    answers, strata, populations = [], [], {}
    for label in range(draw(st.integers(1, 4))):
        of_stratum = draw(st.lists(st.sampled_from([1, 1, 0, None]), min_size=2, max_size=12))
        answers += of_stratum
        strata += [label] * len(of_stratum)
        populations[label] = len(of_stratum) + draw(st.integers(0, 3000))
    return {"answers": answers, "strata": strata, "populations": populations}
