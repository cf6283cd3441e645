# expects:
"""A scratch file, saved as the wrong one."""
import math

print(math.pi)
