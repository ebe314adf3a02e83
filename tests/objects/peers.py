"""The Python libraries that read our objects independently, pinned in requirements.txt, in .deps/objects."""
import hashlib
import pathlib
import shutil
import subprocess
import sys

kHere = pathlib.Path(__file__).resolve().parent
kVenv = kHere.parent.parent / ".deps" / "objects"


def peer_python():
    """The interpreter that has them, installing what is missing; None if it is not here and no registry can be reached."""
    wanted = kHere / "requirements.txt"
    stamp, mark = kVenv / "stamp", hashlib.sha256(wanted.read_bytes()).hexdigest()
    python = kVenv / "bin" / "python"
    if stamp.exists() and stamp.read_text() == mark:
        return python
    print("Installing pydicom, highdicom, dcmqi and dicom-validator into .deps/objects ...", file=sys.stderr)
    shutil.rmtree(kVenv, ignore_errors=True)
    kVenv.parent.mkdir(exist_ok=True)
    try:
        subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", str(kVenv)], check=True)
        subprocess.run(["/usr/bin/python3", "-m", "pip", "--python", str(python), "install", "--quiet", "--disable-pip-version-check", "--no-deps",
                        "--require-hashes", "--only-binary=:all:", "--retries", "2", "--timeout", "30", "--requirement", str(wanted)], check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    stamp.write_text(mark)
    return python
