"""Run ``pairgrad`` as ``python -m service.cli``: no script path can be too long."""

from service.cli import main

main()
