#!/usr/bin/python3
"""How soon the simulator finds each mistake that our machines can be told to make.

    simulator/defects.py build/release/drydock > simulator/moor/DEFECTS.md

For each defect of `simulator/moor/defects.tsv` that can show itself, a campaign from each of five
seeds tells how many runs it takes; their median, the first seed of the first, and what is left of
the run once it is minimised, go into a row. A defect that can show itself and is not found within
`--runs` is an error. With `--only NAME` one defect is looked for. `--results FILE` appends each
defect's figures to that file, and takes from it those that are there: hours survive a kill.
"""
import argparse
import json
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile

BASES = (1, 100_001, 200_001, 300_001, 400_001)
TABLES = {"daemon": "daemon", "sessions": "sessions", "tasks": "tasks", "host": "host",
          "worker": "worker"}


def defects_of(source):
    """(table, name, source, what) of all defects, as the machines' own tables have them."""
    for table in TABLES:
        text = (source / "reference" / "moor" / table / "defects.cpp").read_text()
        rows = text[text.index("constexpr DefectInfo table[]"):text.index("static_assert")]
        for row in re.findall(r"\{((?:\s*\"(?:[^\"\\]|\\.)*\",?)+)\}", rows):
            name, where, *what = re.findall(r"\"((?:[^\"\\]|\\.)*)\"", row)
            yield table, name, where, "".join(what)


def read_notes(path):
    """By defect: with which others it is switched on, its profile, or why it cannot show itself."""
    notes = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            name, kind, text = line.split("\t")
            notes[name] = (kind, text)
    return notes


def simulate(program, folder, defects, profile, seed, runs):
    command = [program, "simulate", "--json", "--seed", str(seed), "--runs", str(runs),
               "--profile", profile]
    for defect in defects:
        command += ["--defect", defect]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        for count, line in enumerate(process.stdout, 1):
            report = json.loads(line)
            if report["verdict"] != "pass":
                return count, report
    finally:
        process.kill()
        process.wait()
    return None, None


def steps_of(scenario):
    """What is left to happen: steps, apart from how long the run lasts."""
    story = scenario.split("\n----\n")[0]
    return len(re.findall(r"^(?:at|when) ", story, re.MULTILINE))


def processor_seconds():
    """What the programs that have ended so far used. It does not depend on what else runs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def find(program, defects, profile, runs, campaigns):
    """What broke first, that seed, all counts, its steps and the seconds that took."""
    counts, first, steps, seconds = [], None, 0, 0.0
    for base in BASES[:campaigns]:
        with tempfile.TemporaryDirectory() as folder:
            count, report = simulate(program, folder, defects, profile, base, runs)
            counts.append(count if count else runs + 1)
            if first or not count:
                continue
            first = report
            begin = processor_seconds()
            _, again = simulate(program, folder, defects, profile, report["seed"], 1)
            seconds = processor_seconds() - begin
            steps = steps_of((pathlib.Path(folder) / again["scenario"]).read_text())
    if not first:
        return None, None, counts, steps, seconds
    return first["failure"]["property"], first["seed"], counts, steps, seconds


def read_results(path):
    """By defect what `find` gave."""
    if not path or not path.exists():
        return {}
    return dict(json.loads(line) for line in path.read_text().splitlines())


def note(path, defect, figures):
    if path:
        with path.open("a") as file:
            file.write(json.dumps([defect, figures]) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=3000)
    parser.add_argument("--campaigns", type=int, default=len(BASES))
    parser.add_argument("--only")
    parser.add_argument("--results", type=pathlib.Path)
    arguments = parser.parse_args()
    source = pathlib.Path(__file__).resolve().parent.parent
    program = str(pathlib.Path(arguments.program).resolve())
    notes = read_notes(source / "simulator" / "moor" / "defects.tsv")
    all_defects = list(defects_of(source))
    names = [name for _, name, _, _ in all_defects]

    known = read_results(arguments.results)
    found, told, hidden, missed = [], [], [], []
    for table, name, where, what in all_defects:
        full = f"{table}:{name}" if names.count(name) > 1 else name
        if arguments.only and arguments.only not in (name, full):
            continue
        kind, text = notes.get(f"{table}:{name}", ("robust", ""))
        if kind == "hidden":
            hidden.append((full, where, what, text))
            continue
        if kind == "story":
            told.append((full, where, what, text))
            continue
        if full not in known:
            print(full, file=sys.stderr, flush=True)
            with_others = [full] + (text.split() if text else [])
            known[full] = find(program, with_others, kind, arguments.runs, arguments.campaigns)
            note(arguments.results, full, known[full])
        broken, seed, counts, steps, seconds = known[full]
        if not broken:
            missed.append(full)
            continue
        found.append((full, where, kind, broken, seed, statistics.median(counts), steps, seconds,
                      text))

    print(HEAD.format(found=len(found), told=len(told),
                      total=len(found) + len(told) + len(hidden) + len(missed),
                      steps=statistics.median([row[6] for row in found] or [0]),
                      runs=arguments.runs))
    for full, where, kind, broken, seed, median, steps, seconds, others in found:
        also = f" with {others}" if others else ""
        profile = "" if kind == "robust" else f", {kind}"
        runs = f"> {arguments.runs}" if median > arguments.runs else f"{median:.0f}"
        print(f"| `{full}`{also} | {where}{profile} | `{broken}` | {seed} | {runs} | {steps} | "
              f"{seconds:.1f} |")
    print(STORIES)
    for full, where, what, story in told:
        print(f"| `{full}` | {where} | {what} | `scenarios/{story}.scenario` |")
    print(TAIL)
    for full, where, what, why in hidden:
        print(f"| `{full}` | {where} | {what} | {why} |")
    for full in missed:
        print(f"{full} was not found in any of {arguments.campaigns} campaigns", file=sys.stderr)
    return 1 if missed else 0


HEAD = """# What each mistake costs, and how soon it is found

`simulator/defects.py build/release/drydock > simulator/moor/DEFECTS.md` writes this page. Of {total} defects {found}
show themselves in the simulator's drawn runs, and {told} in a story only. *Runs* is the median of five campaigns that begin at the seeds 1, 100001, 200001,
300001 and 400001, of {runs} runs at most; *seed* is the first that found it; *steps* are what is left to happen in its
minimised scenario, apart from how long that runs (their median is {steps:g}); *seconds* the processor time that running and
minimising it took.

| defect | source | property | seed | runs | steps | seconds |
|---|---|---|---|---|---|---|"""

STORIES = """
## What only a story shows, since draws hardly ever come to it

| defect | source | what it does | story |
|---|---|---|---|"""

TAIL = """
## What cannot show itself here

| defect | source | what it does | why not |
|---|---|---|---|"""

if __name__ == "__main__":
    sys.exit(main())
