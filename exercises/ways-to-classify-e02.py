# %% [markdown]
# The scan prints questions by Evans and colleagues that are there for thinking about what one does now. Put them to a
# plan for joined-up care in a service that you know. For each question write the plan's answer, where in the plan it
# stands, and what remains open. Where the plan is silent, write “the plan does not say”. Give no score.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

questions = nmc.select_findings(nmc.load("framework_items"), framework_id="rapid-scan-evans-questions")
template = questions[["label"]].assign(answer="", place="", open_question="").reset_index(drop=True)
display.table(template, caption="The questions, for your plan")

# %% [markdown] tags=["hint"]
# Work with the plan in your hand. If you cannot give the place, the answer may be yours and not the plan's.

# %% tags=["solution"]
filled = template.assign(
    answer=[
        "the rehabilitation ward and two home care teams (made up)",
        "fewer days in hospital (made up)",
        "a joint team meeting each week (made up)",
        "the plan does not say",
    ],
    place=["page 2 (made up)", "page 1 (made up)", "page 4 (made up)", "none"],
    open_question=[
        "Are family doctors in or out?",
        "An outcome for whom? Nothing is said about patients' experience.",
        "Who leads the meeting?",
        "For whom would it add nothing?",
    ],
)
display.table(filled, caption="A made-up plan, held against the questions")

# %% [markdown] tags=["solution"]
# The example is made up. Its most useful line is the one where the plan is silent.
#
# The questions are an aid to thinking. The scan does not print the categories that belong to them, and it reports no
# result of using them. A plan that answers every question is a clear plan. It is not thereby a plan that works.

# %% [markdown] tags=["trainer"]
# People answer from what they know of the plan's intent. Ask for the page. Then swap plans between groups: a stranger
# finds the silence sooner. Resist the wish for marks out of ten.

# %% tags=["check"]
assert len(filled) == len(questions)
assert filled["label"].tolist() == questions["label"].tolist()
assert (filled != "").all(axis=None)
assert filled["answer"].str.contains("made up|does not say").all()
lists = nmc.load("frameworks").set_index("framework_id")
assert lists.loc["rapid-scan-evans-categories", "printed_size"] == 0
about = nmc.select_findings(nmc.load_findings(), finding_id="rapid-scan-taxonomies-17")
assert about["kind"].item() == "purpose"
