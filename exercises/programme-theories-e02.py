# %% [markdown]
# Take two or three things that a service you know does to join up care. For each, fill in the template: what is done,
# what you think it sets going, for whom, what has to be in place, and what you would see if you were wrong. Choose the
# words so that nobody could take your rows for results. End with one sentence that says what your table is and what it
# is not.

# %% tags=["given"]
import pandas as pd

from nmc_evidence import display

template = pd.DataFrame(
    {
        "what is done": ["", "", ""],
        "what we think it sets going": ["", "", ""],
        "for whom": ["", "", ""],
        "what has to be in place": ["", "", ""],
        "what would show us wrong": ["", "", ""],
    }
)
display.table(template, caption="Your programme theory, row by row")

# %% [markdown] tags=["hint"]
# The last column is the hardest and the most useful. If nothing could show you wrong, the row is a hope.

# %% tags=["solution"]
rows = template.head(2).assign(
    **{
        "what is done": [
            "shared handover of ward and district nurses (made up)",
            "one phone number for carers (made up)",
        ],
        "what we think it sets going": ["nurses know whom to ask", "carers ask early"],
        "for whom": ["patients who go home with a new plan", "carers who are looking after somebody alone"],
        "what has to be in place": ["time for both to attend", "somebody who answers in the evening"],
        "what would show us wrong": [
            "the same questions come back after a week",
            "calls come only in a crisis",
        ],
    }
)
display.table(rows, caption="A made-up programme theory: what two teams think, not what was found")

# %% [markdown] tags=["solution"]
# The example is made up. It is a set of explanations to be tested. It is not evidence: no row says that anything
# happened.
#
# Read the poster's table in the same way. It puts mechanisms beside interventions and claims no effect. A row that you
# find convincing has not been tested by being convincing.

# %% [markdown] tags=["trainer"]
# Listen for “leads to” and “causes”. Let people rephrase: “we think that”, “it may set going”. Ask next: which row
# would you test first, and what is the cheapest way to find out that it is wrong?

# %% tags=["check"]
assert len(rows) == 2
assert (rows != "").all(axis=None)
assert rows["what is done"].str.contains("made up").all()
said = " ".join(rows.to_numpy().ravel()).lower()
assert not any(word in said for word in ("cause", "leads to", "results in", "proven"))
