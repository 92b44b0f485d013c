# %% [markdown]
# The draft counts the claims on leading across systems and calls the result “broad agreement”. Change the code so that
# it shows which works stand behind the claims: for each work, how many claims cite it, and how many claims cite
# nothing. Add how many of our sources the claims come from. Then correct the draft's line.

# %% tags=["given"]
import nmc_evidence as nmc
from nmc_evidence import display

claims = nmc.select_findings(nmc.load_findings(), page="lessons/leading-across-systems")
display.Html(f"<p>Draft: {len(claims)} claims on leading across systems show broad agreement.</p>")

# %% [markdown] tags=["hint"]
# Link the claims to `load_citations` with a left merge on `finding_id`. `value_counts(dropna=False)` keeps those
# without a citation.

# %% tags=["solution"]
from nmc_evidence import citations

cited = nmc.load_citations()[["finding_id", "reference_id"]]
behind = claims.merge(cited, on="finding_id", how="left")
names = citations.author_year(nmc.load_references())
work = behind["reference_id"].map(names).fillna("cites nothing")
per_work = work.value_counts().rename_axis("work").reset_index(name="claims")
sources = claims["source_id"].nunique()
(
    display.table(per_work, caption="Works that stand behind the claims, as the scan cites them")
    + display.Html(f"<p>Sources of ours that make these claims: {sources}.</p>")
)

# %% [markdown] tags=["solution"]
# One source makes all these claims, and it draws nearly all of them from very few works. Many claims are what one
# report says in many sentences. That is a thorough account of a few works. It is no agreement among many.
#
# It does not make the claims wrong either. For one of the works our note says more: it reports development work in
# which its own publisher took part. So it is no view from outside.
#
# A corrected line: “The rapid scan reports on leading across systems from a small number of works.”

# %% [markdown] tags=["trainer"]
# Counting works is better than counting claims, and is still no count of votes: the works may share authors, sites or
# ideas. Ask how one would find out. Next: look at the claims that cite nothing. Where do they stand in the source?

# %% tags=["check"]
assert sources == 1
assert behind["finding_id"].nunique() == len(claims)
works = per_work[per_work["work"] != "cites nothing"]
assert 1 < len(works) < len(claims) / 10
assert works["claims"].nlargest(2).sum() > len(claims) / 2
uncited = behind[behind["reference_id"].isna()]
assert not uncited.empty
assert uncited["locator"].str.startswith("bullet").any()
noted = claims.set_index("finding_id").loc["rapid-scan-learning-061", "note"]
assert "not an outside evaluation" in noted
