# %% [markdown]
# The draft below lists policy events by year. Some events of the data are not in it, and nothing on the page says so.
# Change the code so that it gives two tables: the events with a printed year, in order, and beside them the events
# without one, with the source's own words for the date. Add one line of code that proves that no event is lost. Do not
# guess a year.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

events = nmc.load("events")
draft = events.dropna(subset=["year"]).sort_values("year")
display.table(draft[["year", "event"]], caption="Draft: events by year")

# %% [markdown] tags=["hint"]
# The column `is_dated` says whether the source prints a year. `date_text` holds its own words; where it gives none,
# the cell is empty.

# %% tags=["solution"]
dated = events[events["is_dated"]].sort_values(["year", "month"], kind="stable")
undated = events[~events["is_dated"]]
assert len(dated) + len(undated) == len(events)

(
    display.table(dated[["year", "event", "source_id"]], caption="Events with a printed year")
    + display.table(undated[["event", "date_text", "source_id"]], caption="Events without a printed year")
)

# %% [markdown] tags=["solution"]
# The draft dropped every event without a year. Some of them have words for a date, such as “last week” or “earlier
# this year”. Such words fix no year while the source itself is undated. The others have nothing at all.
#
# A year could be worked out for some of them from what we know of the world. But then the date would be ours and not
# the source's. An event in the second table is not less important. We only do not know where on the line it stands.

# %% [markdown] tags=["trainer"]
# People like to fill the gap: “everybody knows when that plan came out”. Ask where the source says it. Then ask what
# else in their own reports vanishes when rows with an empty cell are dropped.

# %% tags=["check"]
assert not undated.empty
assert undated["year"].isna().all()
assert dated["year"].notna().all()
assert dated["year"].is_monotonic_increasing
assert set(dated["event_id"]) | set(undated["event_id"]) == set(events["event_id"])
assert len(draft) < len(events)
assert "last week" in set(undated["date_text"])
assert "earlier this year" in set(undated["date_text"])
assert undated["date_text"].isna().any()
