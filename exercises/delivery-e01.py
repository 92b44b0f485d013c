# %% [markdown]
# The draft finds claims on contracts and teams in two domains and concludes that “several sources agree”. Change the
# code so that it shows each claim with its source, its section and the claim that it repeats, if it repeats one. Then
# count the claims once each, and count the sources. Correct the conclusion.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

findings = nmc.select_findings(nmc.load_findings(), source_id="nmc-summary")
on_contracts = nmc.select_findings(findings, theme=["Contracts and governance", "Contracts and teams"])
repeated = on_contracts[on_contracts["statement"].duplicated(keep=False)]
display.Html(f"<p>Draft: {len(repeated)} claims on contracts and teams; several sources agree.</p>")

# %% [markdown] tags=["hint"]
# The column `same_as` names the first place of a claim that is printed again.

# %% tags=["solution"]
once = nmc.distinct_findings(repeated)
sources = repeated["source_id"].nunique()
(
    display.table(repeated[["finding_id", "statement", "section", "same_as"]], caption="Claims printed more than once")
    + display.Html(f"<p>Rows: {len(repeated)}. Claims counted once each: {len(once)}. Sources: {sources}.</p>")
)

# %% [markdown] tags=["solution"]
# One source prints the claims twice, under two headings. That is no agreement: a source cannot confirm itself by
# saying a thing again. The table shows the same words under Delivery and under Leadership.
#
# A corrected conclusion: “The summary says this in two places.” The repeat may mean that its makers found the point to
# fit both headings. They do not say so, and it makes the claim no surer.
#
# Mind the condition, too. Contracting is said to be unlikely to bring change about *unless there is commitment* to
# organisational development.

# %% [markdown] tags=["trainer"]
# Ask where else one voice is heard twice: a press notice and the paper behind it, a slide and the report it quotes.
# Next: how would you find out that two reports rest on one study?

# %% tags=["check"]
assert sources == 1
assert len(once) * 2 == len(repeated)
assert set(repeated["section"]) == {"Findings > Delivery", "Findings > Leadership"}
copies = repeated[repeated["same_as"].notna()]
assert copies["same_as"].isin(once["finding_id"]).all()
assert copies["statement"].str.contains("unless there is commitment").any()
