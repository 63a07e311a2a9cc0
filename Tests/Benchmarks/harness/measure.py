"""measure.py PART ROUNDS: measures one part, and keeps its figures for the table."""

import importlib
import sys

from figures import keep

part, rounds = sys.argv[1], int(sys.argv[2])
keep(part, list(importlib.import_module(part).figures(rounds)))
