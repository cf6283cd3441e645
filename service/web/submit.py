"""Hand a file in to Pairgrad from a terminal, and print the verdict.

    python3 submit.py my_day.py
    python3 submit.py log_back.py --rung log_back

Needs Python 3.8 or newer and nothing else. The token is made on the site's page
"Tokens"; it is asked for once and kept in ~/.config/pairgrad/token, readable by you only.
PAIRGRAD_TOKEN and --token come before that file.
"""

import argparse
import getpass
import json
import os
import pathlib
import sys
import time
import urllib.error
import urllib.request
import uuid

SITE = "http://127.0.0.1:8321"
KEPT = pathlib.Path.home() / ".config" / "pairgrad" / "token"
OVER = {"done", "failed", "cancelled"}
SIGN = {"passed": "✓", "failed": "✗"}


class Problem(Exception):  # noqa: N818 - words for a person
    """What cannot be done, in words for a person."""


def main():
    """Return 0 if everything attempted passed, 1 if not, 2 if it was not graded."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without these letters
    asked = arguments()
    try:
        told = hand_in(asked)
        return report(told)
    except Problem as problem:
        print(f"submit.py: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nWhat was handed in is graded all the same; see the site.")
        return 2


def arguments():
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Hand a file in to Pairgrad.")
    parser.add_argument("file", type=pathlib.Path, help="a .py or .ipynb file")
    parser.add_argument(
        "--rung", help="one exercise; without it, every one in the file"
    )
    parser.add_argument("--token", help="instead of the one that is kept")
    parser.add_argument("--site", default=os.environ.get("PAIRGRAD_SITE", SITE))
    return parser.parse_args()


def hand_in(asked):
    """Send the file, show where it stands until it is graded, and return the answer."""
    try:
        source = asked.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"cannot read {asked.file}: {error}") from None
    sent = {
        "filename": asked.file.name,
        "source": source,
        "rung": asked.rung,
        "client_token": str(uuid.uuid4()),
    }
    token = asked.token or os.environ.get("PAIRGRAD_TOKEN") or kept_token()
    site = asked.site.rstrip("/")
    told = call(site, "/submissions", token, sent)
    pause = 0.2
    while told["phase"] not in OVER:
        say(where(told))
        time.sleep(pause)
        pause = min(2.0, pause * 1.5)
        told = call(site, "/submissions/" + told["id"], token)
    say("")
    return told


def kept_token():
    """Return the token of last time, or ask for one and keep it."""
    if KEPT.is_file():
        return KEPT.read_text(encoding="utf-8").strip()
    if not sys.stdin.isatty():
        raise Problem("no token: set PAIRGRAD_TOKEN, or run this in a terminal once.")
    token = getpass.getpass("Token (the site's page Tokens): ").strip()
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(KEPT, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(token + "\n")
    return token


def call(site, path, token, body=None):
    """Ask the API; a refusal becomes a sentence."""
    request = urllib.request.Request(site + "/api/v1" + path)
    request.add_header("Authorization", "Bearer " + token)
    if body is not None:
        request.data = json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    for attempt in range(5):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 429 and attempt < 4:
                wait = error.headers.get("Retry-After", "3")
                time.sleep(min(60, int(wait) if wait.isdigit() else 3))
                continue
            raise Problem(told_by(error)) from None
        except (urllib.error.URLError, OSError, ValueError) as error:
            # The same client_token: sent twice, it is one submission.
            if attempt == 4:
                raise Problem(f"{site} does not answer: {error}") from None
            time.sleep(0.5 * 2**attempt)
    raise Problem("too many requests; try again in a minute.")


def told_by(error):
    """Return the site's own sentence about what went wrong."""
    try:
        said = json.load(error)
        sentence = (said["what"] + " " + said["then"]).strip()
    except (ValueError, KeyError, TypeError):
        sentence = f"the site answered {error.code}."
    if error.code == 401:
        sentence += f" A token that is kept in {KEPT} may be too old: delete it."
    return sentence


def where(told):
    """Say where a submission stands."""
    if told["phase"] == "queued":
        return f"Queued: {told['ahead']} ahead, about {told['seconds']} s"
    return "Grading ..."


def say(line):
    """Write over the last such line, where there is a terminal."""
    if sys.stdout.isatty():
        print("\r\033[K" + line, end="", flush=True)


def report(told):
    """Print the verdict."""
    verdict = told["verdict"]
    if verdict is None:
        raise Problem(told["our_fault"] or "it was cancelled before it was graded.")
    print(verdict["headline"] + "\n")
    units = verdict["units"] + ([verdict["assembled"]] if verdict["assembled"] else [])
    for unit in units:
        probes = unit["probes"]
        count = f"{probes['passed']}/{probes['total']}" if probes["total"] else ""
        sign = SIGN.get(unit["state"], "·")
        print(
            f"  {sign} {unit['name']:<24} {unit['state'].replace('_', ' '):<14} {count}"
        )
    for unit in units:
        if unit["state"] not in ("passed", "not_attempted"):
            show(unit)
    for remark in verdict["remarks"]:
        print("\n" + remark)
    print("\n" + told["page"])
    return 0 if all(unit["state"] == "passed" for unit in units) else 1


def show(unit):
    """Print the smallest case that fails, then what is known about it."""
    line = f", which begins in line {unit['line']}" if unit["line"] else ""
    print(f"\n{unit['name']}{line}: {unit['sentence']}")
    case = unit["counterexample"]
    if case:
        print("\n".join("    " + each for each in case["code"].splitlines()))
        print(f"    expected {case['expected']}\n    got      {case['got']}")
    for cause in unit["misconceptions"]:
        print(f"  It agrees on {cause['agrees_on']} questions with one in which")
        print(f"  {cause['claim']}. {cause['question']}")


if __name__ == "__main__":
    sys.exit(main())
