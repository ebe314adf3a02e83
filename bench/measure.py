"""One run of a program: how long, how much processor time, how much memory, how many bytes it read."""
import os
import subprocess
import time
from dataclasses import dataclass


@dataclass
class Run:
    wall_s: float
    cpu_s: float  # user + system, of the program and what it waited for
    peak_mb: float  # largest resident size (ru_maxrss; the same as VmHWM) of the program or of one that it waited for
    read_mb: float  # through read(), the loader's own reading included; mapped pages are not counted


def bytes_read(pid):
    """Of a process that has ended and was not yet waited for."""
    with open(f"/proc/{pid}/io", encoding="ascii") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("rchar"))


def run(command, environment, log):
    """Raises RuntimeError if the program does not end with 0."""
    with open(log, "wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        wall = time.perf_counter() - start
    read = bytes_read(process.pid)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        with open(log, errors="replace", encoding="utf-8") as output:
            raise RuntimeError(f"{command[0]} ended with {process.returncode}:\n{output.read()[-2000:]}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, read / 1e6)
