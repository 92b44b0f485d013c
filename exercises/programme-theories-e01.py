# %% [markdown]
# The chart draws the poster's rows for leadership and for knowledge. Some strands are dashed. A colleague takes this
# to mean “these interventions work less well”. Change the code to make a table of the rows whose pairing is not of
# high certainty, with both of our certainty columns and the notes. Then say whose doubt it is, what it is about, and
# which row has no mechanism at all.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import charts, display

mechanisms = nmc.load("mechanisms")
chosen = nmc.select_findings(mechanisms, domain_id=["leadership", "information_knowledge_and_learning"])
display.figure(
    charts.mechanism_strands,
    chosen,
    name="exercise-mechanism-strands",
    noun="row",
    title="The poster's rows for leadership and for knowledge",
    caption="Each strand is one row of the poster's table.",
)

# %% [markdown] tags=["hint"]
# Ask what the column means before you read it: `nmc.data_dictionary("mechanisms")` explains each one.

# %% tags=["solution"]
doubtful = chosen[chosen["pairing_certainty"] != "high"]
columns = ["intervention", "mechanism", "pairing_certainty", "domain_certainty", "note"]
without_mechanism = doubtful[doubtful["mechanism"].isna()]
display.table(doubtful[columns], caption="Rows whose pairing we are not sure of: our judgement, not the poster's")

# %% [markdown] tags=["solution"]
# The doubt is ours. In this part of the poster's table the rows do not line up in print, so we are not sure which
# mechanism belongs to which intervention. The poster itself pairs all rows alike and rates none of them.
#
# *Organisational development* stands beside an empty cell. We store it empty: no mechanism has been moved there
# because it would read better.
#
# None of this says that an intervention works well or badly. A row pairs what is done with what is thought to be set
# going. It claims no effect.

# %% [markdown] tags=["trainer"]
# Ask the group to name three doubts that may sit behind one dashed line: the source's, the reader's, the printer's.
# Then ask what a legend would have to say so that nobody mixes them up.

# %% tags=["check"]
assert set(doubtful["pairing_certainty"]) == {"low"}
assert without_mechanism["intervention"].tolist() == ["Organisational development"]
assert len(doubtful) < len(chosen)
meaning = nmc.value_meanings("mechanisms", "pairing_certainty").set_index("value")["meaning"]
assert "line up" in meaning["low"]
assert not {"certainty", "outcome_id", "direction"} & set(mechanisms.columns)
