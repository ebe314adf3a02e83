#!/usr/bin/env python3
"""Runs the program tests: tests/cli/run.py [--program PATH] [--sanitized] [FILE.test…]

A .test file is read from top to bottom, a line at a time; # begins a comment line.

  test NAME                 begins a test, in an empty folder of its own
  needs PATH                skips the test when PATH (from the root of the repository) does not exist
  given COMMAND             prepares; bash; must exit 0
  run COMMAND               the command under test; bash; `roentgen` is the program, $ROOT the repository
  run as nobody COMMAND     the same without root's right to write everywhere (skipped when that cannot be had)
  run interrupted when PATH COMMAND   sends SIGINT as soon as PATH (a shell pattern) exists
What the run before must have done:
  exit CODE
  within SECONDS            (60 when not said)
  memory MEGABYTES          at most, the largest of its processes; not asked of a sanitized program
  stdout|stderr empty
  stdout|stderr lines N     so many lines
  stdout|stderr contains TEXT
  stdout|stderr lacks TEXT
  stdout|stderr matches REGEX           somewhere, over several lines
  stdout|stderr|file PATH json KEY = VALUE     KEY as in findings[0].label or length(images); VALUE is JSON
  stdout|stderr|file PATH schema SCHEMA        holds to a JSON schema (from the root of the repository)
  file PATH exists|absent|contains TEXT|lacks TEXT      PATH may be a shell pattern: then every file that fits it
  same PATH PATH            two files or folders hold the same bytes
"""
import argparse
import fnmatch
import glob
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

kRoot = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(kRoot / "tests"))
from results import Results  # noqa: E402


class Skip(Exception):
    pass


class Wrong(Exception):
    pass


class Run:
    """What one command did."""

    def __init__(self, command, folder, env, user=None, interrupt_when=None, limit=600):
        start = time.monotonic()
        self.command = command
        words = ["bash", "-c", command]
        if user:
            words = ["setpriv", "--reuid", user, "--regid", "nogroup", "--clear-groups", *words]
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen(words, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)
            self.late = False
            self.interrupted = interrupt_when is None
            done = threading.Event()

            def watch():
                while not done.wait(0.01):
                    if not self.interrupted and glob.glob(str(folder / interrupt_when)):
                        self.interrupted = True
                        os.killpg(process.pid, signal.SIGINT)
                    if time.monotonic() - start > limit:
                        self.late = True
                        os.killpg(process.pid, signal.SIGKILL)
                        return

            watcher = threading.Thread(target=watch)
            watcher.start()
            _, status, usage = os.wait4(process.pid, 0)
            done.set()
            watcher.join()
            process.returncode = os.waitstatus_to_exitcode(status)
            self.exit = process.returncode
            self.seconds = time.monotonic() - start
            self.megabytes = usage.ru_maxrss / 1024
            out.seek(0)
            err.seek(0)
            self.stdout = out.read().decode("utf-8", "replace")
            self.stderr = err.read().decode("utf-8", "replace")


def look_up(value, key):
    """The value at a key such as findings[0].label; length(KEY) is how many there are."""
    counted = re.fullmatch(r"length\((.*)\)", key)
    if counted:
        return len(look_up(value, counted.group(1)))
    for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", key):
        try:
            value = value[int(index)] if index else value[name]
        except (KeyError, IndexError, TypeError):
            raise Wrong(f"there is no {key}")
    return value


def check_text(what, text, words):
    verb, _, rest = words.partition(" ")
    if verb == "empty":
        if text:
            raise Wrong(f"{what} should be empty")
    elif verb == "lines":
        if len(text.splitlines()) != int(rest):
            raise Wrong(f"{what} should have {rest} lines, has {len(text.splitlines())}")
    elif verb == "contains":
        if rest not in text:
            raise Wrong(f"{what} should contain: {rest}")
    elif verb == "lacks":
        if rest in text:
            raise Wrong(f"{what} should not contain: {rest}")
    elif verb == "matches":
        if not re.search(rest, text, re.M):
            raise Wrong(f"{what} should match: {rest}")
    elif verb in ("json", "schema"):
        try:
            value = json.loads(text)
        except ValueError as error:
            raise Wrong(f"{what} is not JSON: {error}")
        if verb == "json" and rest:
            key, _, expected = rest.partition(" = ")
            found = look_up(value, key)
            if found != json.loads(expected):
                raise Wrong(f"{what}: {key} should be {expected}, is {json.dumps(found)[:200]}")
        if verb == "schema":
            import jsonschema

            schema = json.loads((kRoot / rest).read_text())
            for error in jsonschema.validators.validator_for(schema)(schema).iter_errors(value):
                raise Wrong(f"{what} breaks {rest} at /{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
    else:
        raise ValueError(f"unknown check: {words}")


def check_same(folder, first, second):
    a, b = folder / first, folder / second
    for path in (a, b):
        if not path.exists():
            raise Wrong(f"{path.name} should exist")
    if a.is_file():
        if a.read_bytes() != b.read_bytes():
            raise Wrong(f"{first} and {second} differ")
        return
    names = [sorted(p.relative_to(f).as_posix() for p in f.rglob("*") if p.is_file()) for f in (a, b)]
    if names[0] != names[1]:
        raise Wrong(f"{first} and {second} hold different files: {sorted(set(names[0]) ^ set(names[1]))[:5]}")
    if not names[0]:
        raise Wrong(f"{first} is empty")
    for name in names[0]:
        if (a / name).read_bytes() != (b / name).read_bytes():
            raise Wrong(f"{first}/{name} and {second}/{name} differ")


def check_file(folder, words):
    name, _, rest = words.partition(" ")
    paths = sorted(glob.glob(str(folder / name), include_hidden=True))
    if rest == "absent":
        if paths:
            raise Wrong(f"{name} should not exist")
        return
    if not paths:
        raise Wrong(f"{name} should exist")
    for path in map(pathlib.Path, paths):
        if rest != "exists":
            check_text(path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8", errors="replace"), rest)


def check_run(run, folder, verb, rest, sanitized):
    if verb == "exit":
        if run.exit != int(rest):
            raise Wrong(f"the exit code should be {rest}, is {run.exit}")
    elif verb == "within":
        if run.seconds > float(rest) * (10 if sanitized else 1):
            raise Wrong(f"should take at most {rest} s, took {run.seconds:.1f} s")
    elif verb == "memory":
        if not sanitized and run.megabytes > float(rest):
            raise Wrong(f"should need at most {rest} MB, took {run.megabytes:.0f} MB")
    elif verb in ("stdout", "stderr"):
        check_text(verb, getattr(run, verb), rest)
    elif verb == "file":
        check_file(folder, rest)
    elif verb == "same":
        check_same(folder, *rest.split())
    else:
        raise ValueError(f"unknown line: {verb} {rest}")


def run_command(rest, folder, env):
    if match := re.match(r"as nobody (.*)", rest):
        if os.geteuid() != 0:
            return Run(match.group(1), folder, env)  # an ordinary user has no such right anyway
        if not shutil.which("setpriv"):
            raise Skip("setpriv is not installed")
        if Run("roentgen --help", folder, env, user="nobody").exit != 0:
            raise Skip("the user nobody may not start the program where it lies")
        return Run(match.group(1), folder, env, user="nobody")
    if match := re.match(r"interrupted when (\S+) (.*)", rest):
        run = Run(match.group(2), folder, env, interrupt_when=match.group(1))
        if not run.interrupted:
            raise Wrong(f"ended before {match.group(1)} existed, so it was never interrupted")
        return run
    return Run(rest, folder, env)


def run_test(lines, program, sanitized):
    """Raises Wrong or Skip. Lines are (number, text)."""
    last = None
    with tempfile.TemporaryDirectory(prefix="roentgen-test-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        (folder / ".bin").mkdir()
        (folder / ".bin" / "roentgen").symlink_to(program)
        env = {**os.environ, "ROOT": str(kRoot), "PATH": f"{folder}/.bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
        work = folder / "work"
        work.mkdir()
        for number, line in lines:
            verb, _, rest = line.partition(" ")
            rest = rest.strip()
            try:
                if verb == "needs":
                    if not glob.glob(str(kRoot / rest)):
                        raise Skip(f"{rest} is not here")
                elif verb == "given":
                    made = Run(rest, work, env)
                    if made.exit != 0:
                        raise Wrong(f"could not prepare: {rest}\n{made.stderr}")
                elif verb == "run":
                    last = run_command(rest, work, env)
                    if last.late:
                        raise Wrong("took more than ten minutes and was killed")
                    if sanitized and re.search(r"ERROR: \w+Sanitizer|runtime error:", last.stderr):
                        raise Wrong("a sanitizer complained")
                else:
                    check_run(last, work, verb, rest, sanitized)
            except Wrong as wrong:
                report = [f"line {number}: {line}", f"  {wrong}"]
                if last is not None:
                    report += [f"  after: {last.command}", f"  exit {last.exit}, {last.seconds:.1f} s, {last.megabytes:.0f} MB"]
                    for stream in ("stdout", "stderr"):
                        text = getattr(last, stream).rstrip("\n")
                        if len(text) > 4000:
                            text = text[:2000] + "\n[…]\n" + text[-2000:]
                        report += [f"  {stream}:"] + [f"  | {t}" for t in text.splitlines()]
                raise Wrong("\n".join(report))


def read_tests(text):
    """[(name, [(number, line)])] of a .test file."""
    tests = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("test "):
            tests.append((line[5:].strip(), []))
        elif not tests:
            raise ValueError(f"line {number} stands before the first test")
        else:
            tests[-1][1].append((number, line))
    for name, lines in tests:
        if not any(line.startswith("run ") for _, line in lines):
            raise ValueError(f"the test '{name}' runs nothing")
        if not any(line.startswith("exit ") for _, line in lines):
            raise ValueError(f"the test '{name}' does not say the exit code")
    return tests


def verdict_of(lines, program, sanitized):
    try:
        run_test(lines, program, sanitized)
    except Skip as skip:
        return "skipped", str(skip)
    except Wrong as wrong:
        return "failed", str(wrong)
    except Exception as error:  # the runner's own trouble fails this test, not all the others
        return "failed", f"the runner: {type(error).__name__}: {error}"
    return "passed", ""


# The runner must tell right from wrong: each line is what a run of `printf '{"a": [1, 2]}'; exit 3` is said to have done.
kRunnerChecks = {
    "passed": ["exit 3", "stdout lines 1", "stderr empty", "stdout contains [1", "stdout lacks b", "stdout matches ^.\"a", "stdout json a[1] = 2",
               "stdout json length(a) = 2", "file x absent", "within 5", "memory 500", "needs README.md"],
    "failed": ["exit 0", "stdout empty", "stdout lines 2", "stdout contains b", "stdout lacks a", "stdout matches ^a", "stdout json a[0] = 2",
               "stdout json b = 2", "stderr json", "file x exists", "same x y", "within 0", "memory 0"],
    "skipped": ["needs no/such/thing"],
}


def check_the_runner():
    for expected, checks in kRunnerChecks.items():
        for check in checks:
            lines = [(1, """run printf '{"a": [1, 2]}'; exit 3"""), (2, check)]
            verdict, note = verdict_of(lines, "/bin/false", False)
            if verdict != expected:
                return f"'{check}' should have {expected} but {verdict} {note}"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/dev/roentgen")
    parser.add_argument("--sanitized", action="store_true", help="the program is built with sanitizers: slower, larger, and may complain")
    parser.add_argument("--name", default="*", help="only tests whose name matches this shell pattern")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    program = (kRoot / options.program).resolve()
    results = Results("program (sanitized)" if options.sanitized else "program")
    if not program.is_file():
        sys.exit(f"{program} is not built")
    wrong = check_the_runner()
    results.add("failed" if wrong else "passed", "the runner tells right from wrong", wrong or "")
    if wrong:
        print(f"run.py itself is wrong: {wrong}", file=sys.stderr)
    for path in options.files or sorted((kRoot / "tests/cli").glob("*.test")):
        for name, lines in read_tests(path.read_text(encoding="utf-8")):
            if not fnmatch.fnmatchcase(name, options.name):
                continue
            verdict, note = verdict_of(lines, program, options.sanitized)
            results.add(verdict, f"{path.stem}: {name}", note)
            if verdict == "failed":
                print(f"FAILED {path.name}: {name}\n{note}\n", file=sys.stderr)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
