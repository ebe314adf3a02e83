"""The Python libraries that roentgen is measured against, pinned in peer/requirements.txt, in .deps/bench."""
import hashlib
import pathlib
import shutil
import subprocess
import sys

kHere = pathlib.Path(__file__).resolve().parent
kVenv = kHere.parent / ".deps" / "bench"


def install_peer():
    """The other pipeline's libraries, pinned, into .deps/bench; does nothing if they are there."""
    wanted = kHere / "peer" / "requirements.txt"
    stamp, mark = kVenv / "stamp", hashlib.sha256(wanted.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == mark:
        return
    print("Installing the Python libraries of the other pipeline into .deps/bench ...", file=sys.stderr)
    shutil.rmtree(kVenv, ignore_errors=True)
    subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", str(kVenv)], check=True)
    subprocess.run(["/usr/bin/python3", "-m", "pip", "--python", str(kVenv / "bin" / "python"), "install", "--quiet",
                    "--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary=:all:", "--retries", "5",
                    "--requirement", str(wanted)], check=True)
    stamp.write_text(mark)
