"""Changes the last entry of a ledger, as if another version had written it, or at another time."""

import contextlib
import datetime
import hashlib
import json
import sqlite3

AHEAD = (datetime.date.today() + datetime.timedelta(30)).isoformat()   # a day that a hold may wait for


def rewrite_last(path, change):
    """Lets `change` work on the body of the last entry, and gives the entry the digest that goes with it."""
    with contextlib.closing(sqlite3.connect(path)) as ledger, ledger:
        sequence, previous, text = ledger.execute("SELECT sequence, previous, body FROM entry ORDER BY sequence DESC LIMIT 1").fetchone()
        body = json.loads(text)
        change(body)
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
        ledger.execute("UPDATE entry SET body = ?, digest = ? WHERE sequence = ?", (text, digest, sequence))


def held_until(path, day, written=""):
    """Lets the batch that was decided last have held what it holds until a day that is over by now, as if the test had waited since."""
    def change(body):
        if "hold_until" in body["options"]:
            body["options"]["hold_until"] = day
        if "written" in body:
            body["written"] = written
    rewrite_last(path, change)
