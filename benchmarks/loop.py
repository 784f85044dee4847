"""The loop's fit against peers on the same points, in one run: time after warm-up, and how good the optimum is.

    make bench-loop                                        everything below
    .venv/bin/python benchmarks/loop.py --weeks 52 --repeats 3

Each tool runs in its own process on the same file of points, once to warm up and then ``--repeats`` times; the least
wall time counts, on one thread. Three tables: point processes on one pair (likelihoods of all events in seconds, the
first event given, evaluated by one and the same function where the model is the same), the Poisson regression inside
on the same rows, and how evenstep grows. With EVENSTEP_SAMPLES set, the real pair of method tests is used as well.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np

# Without this folder itself: its coverage.py would stand before the package of that name, which numba looks for.
sys.path.pop(0)
sys.path.extend(str(Path(__file__).parents[1] / folder) for folder in ("tests", "tests/loop/oracles"))

from hawkes import fit_hawkes, negative
from points import copenhagen_pair, points_of

from evenstep.events.schema import to_parquet
from evenstep.loop.pitfalls.contact import contact_of
from evenstep.loop.pitfalls.hazard import clock_cuts, cut_rows, owing
from evenstep.loop.simulate import simulate

HERE: Final = Path(__file__).resolve().parent
TESTS: Final = HERE.parent / "tests"
PEERS: Final = HERE.parent / ".venv-loop-peers"
MINUTE_S: Final = 60.0
FIRST_MIN: Final = 0.001  # peers begin to watch at 0: the first event just after it
BIN_S: Final = 600.0  # of the equal bins for nemos, which knows no exposure
ONE_THREAD: Final = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")} | {
    "POLARS_MAX_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
}

TIMED: Final = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np
folder, repeats = sys.argv[1], int(sys.argv[2])
{imports}
def once():
{work}
answer = once()
best = float("inf")
for _ in range(repeats):
    begun = time.perf_counter()
    answer = once()
    best = min(best, time.perf_counter() - begun)
print(json.dumps({{"seconds": best, "answer": answer}}))
"""
POINTS: Final = 'd = np.load(folder + "/points.npz"); t = d["minutes"]; who = d["who"]; decay = float(d["decay"])'
ROWS: Final = 'd = np.load(folder + "/rows.npz"); x, y, dt = d["x"], d["y"], d["dt"]'
BINS: Final = 'd = np.load(folder + "/bins.npz"); x, y = d["x"], d["y"]'

HAWKES: Final = TIMED.format(
    imports=f"sys.path[:0] = [{str(TESTS)!r}, {str(TESTS / 'loop' / 'oracles')!r}]\n"
    f"from hawkes import fit_hawkes\n{POINTS}",
    work="    f = fit_hawkes(t, who)\n    return [*f.base, *f.excitation.ravel(), f.decay]",
)
# tick's own solver leaves the region where its likelihood exists ("influence … cannot be negative") on these points:
# so its compiled likelihood and gradient, with scipy's bounded L-BFGS. It has no optimum over the decay: given.
TICK: Final = TIMED.format(
    imports="from tick.hawkes import ModelHawkesExpKernLogLik\nfrom scipy.optimize import minimize\n"
    f"{POINTS}\nparts = [t[who == 0].copy(), t[who == 1].copy()]",
    work="""
    model = ModelHawkesExpKernLogLik(decay)
    model.fit(parts, t[-1])
    x = minimize(model.loss, [0.01, 0.01, 0.1, 0.5, 0.5, 0.1], jac=model.grad, method="L-BFGS-B",
                 bounds=[(1e-9, None)] * 6, options=dict(ftol=1e-15, gtol=1e-10, maxiter=2_000)).x
    return [*x.tolist(), decay]""",
)
HAWKESLIB: Final = TIMED.format(
    imports=f"from hawkeslib import MultivariateExpHawkesProcess\n{POINTS}",
    work="""
    process = MultivariateExpHawkesProcess()
    np.random.seed(0)
    process.fit(t, who.astype(np.int64), reltol=RELTOL, maxiter=50_000)
    mu, a, theta = process.get_params()
    return [*mu, *np.asarray(a).T.ravel(), float(theta)]""",
)
EVENSTEP: Final = TIMED.format(
    imports="import polars as pl\nfrom evenstep.loop.fit import fit_loop\n"
    "from evenstep.loop.options import LoopOptions\n"
    'c = pl.read_parquet(folder + "/conversations.parquet"); e = pl.read_parquet(folder + "/events.parquet")',
    work="    return list(fit_loop(c, e, options=LoopOptions(turn_gap_s=GAP), checks='none').log_likelihood)",
)
OURS_GLM: Final = TIMED.format(
    imports=f"from evenstep.loop.poisson import fit_poisson\n{ROWS}",
    work="    return fit_poisson(x, y, dt).coefficients.tolist()",
)
STATSMODELS: Final = TIMED.format(
    imports=f"import statsmodels.api as sm\n{ROWS}",
    work="    return sm.GLM(y, x, family=sm.families.Poisson(), exposure=dt).fit(tol=1e-13).params.tolist()",
)
OURS_BINS: Final = TIMED.format(
    imports=f"from evenstep.loop.poisson import fit_poisson\n{BINS}\nones = np.ones(y.size)",
    work="    return fit_poisson(x, y, ones).coefficients.tolist()",
)
NEMOS: Final = TIMED.format(
    imports=f"import jax\njax.config.update('jax_enable_x64', True)\nimport nemos as nmo\n{BINS}",
    work="""
    glm = nmo.glm.GLM(solver_name="LBFGS", solver_kwargs={{"tol": 1e-12, "maxiter": 5000}})
    glm.fit(x[:, 1:], y)
    return [float(glm.intercept_[0]), *(float(b) for b in glm.coef_)]""".replace("{{", "{").replace("}}", "}"),
)


@dataclass(frozen=True)
class Run:
    """One tool on one task: the least seconds of a fit, and what it found; or why it did not run."""

    tool: str
    seconds: float
    answer: list[float]
    problem: str = ""


def main() -> None:
    """Make the points, measure, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--weeks", type=int, default=52, help="length of the simulated pair")
    options.add_argument("--repeats", type=int, default=3, help="timed fits of each tool")
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    peers = peers_python()
    print(
        f"{datetime.now(UTC).date()}, {platform.processor() or platform.machine()}, Python {platform.python_version()}"
    )
    pair = simulate("loop-spells+drift", weeks=asked.weeks, seed=asked.seed)
    point_processes(f"simulated pair, {asked.weeks} weeks", pair.conversations, pair.events, peers, asked.repeats)
    samples = os.environ.get("EVENSTEP_SAMPLES", "")
    if samples:
        real = copenhagen_pair(Path(samples) / "copenhagen" / "sms.csv", 176, 578)
        point_processes("real pair 176 and 578, 28 days", *real, peers, asked.repeats)
    regressions(pair.conversations, pair.events, peers, asked.repeats)
    growth(asked.weeks, asked.repeats, asked.seed)


def point_processes(title: str, conversations: Any, events: Any, peers: str, repeats: int) -> None:
    """Hawkes fits by three tools and the loop's own model on one pair's points."""
    time_s, who = points_of(conversations, events)
    minutes = time_s / MINUTE_S + FIRST_MIN
    best = fit_hawkes(minutes, who)
    with tempfile.TemporaryDirectory() as folder:
        np.savez(Path(folder) / "points.npz", minutes=minutes, who=who, decay=best.decay)
        save_tables(Path(folder), conversations, events)
        runs = [
            measure("Hawkes baseline (numba, exact gradient)", sys.executable, HAWKES, folder, repeats),
            measure("tick (decay given)", peers, TICK, folder, repeats),
            measure("hawkeslib, as it comes", peers, HAWKESLIB.replace("RELTOL", "1e-5"), folder, repeats),
            measure("hawkeslib, reltol 1e-10", peers, HAWKESLIB.replace("RELTOL", "1e-10"), folder, repeats),
        ]
        ours = evenstep_run(folder, repeats, gap_s=0.0)
    print(f"\n## Point processes: {title}, {time_s.size:,} points\n")
    print("| tool | s a fit | × the baseline | log-likelihood | below the Hawkes optimum |\n|---|--:|--:|--:|--:|")
    for run in runs:
        level = level_of(run.answer, minutes, who) if run.answer else float("nan")
        print(line(run, runs[0].seconds, f"{level:,.4f} | {level_of(params(best), minutes, who) - level:.4f}"))
    print(line(ours, runs[0].seconds, f"{sum(ours.answer):,.4f} | –" if ours.answer else "– | –"))


def regressions(conversations: Any, events: Any, peers: str, repeats: int) -> None:
    """The same Poisson regression by evenstep, statsmodels (rows with exposure) and nemos (equal bins)."""
    with tempfile.TemporaryDirectory() as folder:
        rows = hazard_rows(conversations, events)
        np.savez(Path(folder) / "rows.npz", **rows)
        bins = equal_bins(conversations, events)
        np.savez(Path(folder) / "bins.npz", **bins)
        on_rows = [
            measure("evenstep", sys.executable, OURS_GLM, folder, repeats),
            measure("statsmodels", sys.executable, STATSMODELS, folder, repeats),
        ]
        on_bins = [
            measure("evenstep", sys.executable, OURS_BINS, folder, repeats),
            measure("nemos", peers, NEMOS, folder, repeats),
        ]
    for title, data, runs in (("rows with exposure", rows, on_rows), ("equal bins of 10 minutes", bins, on_bins)):
        n, p = data["x"].shape
        print(f"\n## Poisson regression: {n:,} {title}, {p} columns\n")
        print("| tool | s a fit | × evenstep | largest difference of a coefficient |\n|---|--:|--:|--:|")
        for run in runs:
            both = bool(run.answer and runs[0].answer)
            far = np.abs(np.subtract(run.answer, runs[0].answer)).max() if both else np.nan
            print(line(run, runs[0].seconds, f"{far:.1e}"))


def growth(weeks: int, repeats: int, seed: int) -> None:
    """One pair and one ten times as long: is the loop's fit linear?"""
    print("\n## How the loop's fit grows\n\n| weeks | events | s a fit |\n|--:|--:|--:|")
    for length in (weeks, 10 * weeks):
        pair = simulate("loop-spells+drift", weeks=length, seed=seed)
        with tempfile.TemporaryDirectory() as folder:
            save_tables(Path(folder), pair.conversations, pair.events)
            run = evenstep_run(folder, repeats if length == weeks else 1, gap_s=300.0)
        print(f"| {length} | {pair.events.height:,} | {run.problem or f'{run.seconds:.2f}'} |", flush=True)


def hazard_rows(conversations: Any, events: Any) -> dict[str, np.ndarray]:
    """Person b's answers on the debt clock: constant, clock steps, log(1 + follow-ups) and the seconds at risk."""
    contact = contact_of(conversations, events)
    risk = owing(contact, 1)
    rows = cut_rows(risk, clock_cuts(contact.debt_s[risk.turn]))
    clock = rows.middle_s - contact.debt_s[rows.turn]
    steps = clock[:, None] >= MINUTE_S * np.array([2, 10, 30, 60, 180, 360])
    x = np.column_stack([np.ones(clock.size), steps, np.log1p(contact.earlier[rows.turn])]).astype(float)
    return {"x": x, "y": rows.acts, "dt": rows.end_s - rows.begin_s}


def equal_bins(conversations: Any, events: Any) -> dict[str, np.ndarray]:
    """Person b's messages in equal bins over the whole history: constant, and who wrote in the bins before."""
    time_s, who = points_of(conversations, events)
    n = int(time_s[-1] // BIN_S) + 1
    counts = np.stack([np.bincount((time_s[who == i] // BIN_S).astype(int), minlength=n) for i in (0, 1)])
    lags = [np.log1p(np.concatenate([np.zeros(lag), counts[i][:-lag]])) for i in (0, 1) for lag in (1, 2, 3, 6)]
    return {"x": np.column_stack([np.ones(n), *lags]), "y": counts[1].astype(float)}


def measure(tool: str, python: str, script: str, folder: str, repeats: int) -> Run:
    """The script in a process of its own; a tool that fails is shown with the last line of what it said."""
    made = subprocess.run(
        [python, "-c", script, folder, str(repeats)],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | ONE_THREAD,
    )
    if made.returncode:
        return Run(tool, np.nan, [], (made.stderr.strip().splitlines() or ["died"])[-1][:100])
    said = json.loads(made.stdout.strip().splitlines()[-1])
    return Run(tool, said["seconds"], said["answer"])


def evenstep_run(folder: str, repeats: int, gap_s: float) -> Run:
    """The loop's own fit, once it is there."""
    if importlib.util.find_spec("evenstep.loop.fit") is None:
        return Run("evenstep, the loop", np.nan, [], "not there yet")
    return measure("evenstep, the loop", sys.executable, EVENSTEP.replace("GAP", str(gap_s)), folder, repeats)


def save_tables(folder: Path, conversations: Any, events: Any) -> None:
    """Both tables as Parquet."""
    to_parquet(conversations, folder / "conversations.parquet")
    to_parquet(events, folder / "events.parquet")


def params(fit: Any) -> list[float]:
    """A Hawkes fit as seven numbers."""
    return [*fit.base, *fit.excitation.ravel(), fit.decay]


def level_of(answer: list[float], minutes: np.ndarray, who: np.ndarray) -> float:
    """The log-likelihood per second of Hawkes parameters, the first event given."""
    begin = float(minutes[0])
    return -negative(np.array(answer), minutes, who, begin)[0] - (minutes.size - 1) * float(np.log(MINUTE_S))


def line(run: Run, least: float, rest: str) -> str:
    """A row of a table."""
    if run.problem:
        return f"| {run.tool} | {run.problem} | – | {rest.replace('nan', '–')} |"
    return f"| {run.tool} | {run.seconds:.4f} | {run.seconds / least:.2f} | {rest} |"


def peers_python() -> str:
    """The interpreter of the peers' own environment, made on first use."""
    python, wanted, stamp = PEERS / "bin" / "python", HERE / "requirements-loop-peers.txt", PEERS / "installed.txt"
    if not stamp.exists() or stamp.read_text() != wanted.read_text():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        install = [str(python), "-m", "pip", "install", "-qq"]
        named = [each for each in wanted.read_text().splitlines() if not each.startswith("#")]
        for group in (["Cython<3", "numpy", "scipy", "setuptools", "wheel"], *([each] for each in named)):
            done = subprocess.run([*install, "--no-build-isolation", *group], check=False)
            if done.returncode:
                print(f"could not install {' '.join(group)}: its rows will say so", file=sys.stderr)
        stamp.write_text(wanted.read_text())
    return str(python)


if __name__ == "__main__":
    main()
