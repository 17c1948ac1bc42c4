"""Children that a program left behind when another took its place."""

import subprocess
import sys

from bigsection.launch.project import ROOT

PROGRAM = """
import os, signal
from bigsection.launch.children import reap
ended, lives = os.fork(), None
if not ended:
    os._exit(0)
os.waitid(os.P_PID, ended, os.WEXITED | os.WNOWAIT)
lives = os.fork()
if not lives:
    signal.pause()
reap()
try:
    os.waitpid(ended, 0)
except ChildProcessError:
    print("the first is gone,", "the second", "ended" if os.waitpid(lives, os.WNOHANG)[0] else "lives")
os.kill(lives, signal.SIGKILL)
reap()
"""


def test_what_has_ended_is_taken_note_of_and_what_lives_is_let_alone() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "the first is gone, the second lives"
