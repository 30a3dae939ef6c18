"""`python -m openpeel` is the command `openpeel`."""

from openpeel.cli import main

main()
