"""A batch through the ledger: settled, submitted, reviewed, approved, objected to, paid, corrected, recovered; the same
on SQLite and on a PostgreSQL server of its own; what was changed behind its back; and what may not be done."""

import csv
import glob
import io
import json
import os
import pathlib
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("HUIQI_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.path.abspath(os.environ.get("HUIQI_PROGRAM", SOURCE / "build/release/huiqi"))

RULES = {
    "甲.yaml": """种类: 事项
编号: 例.甲
申报:
  设备额: {类型: 金额, 小数: 2, 范围: 0元以上}
条件:
  - {编号: 有投入, 要求: 设备额 > 0, 不符合时: 没有设备投入}
奖补:
  - 基数: 设备额
  - 乘: 30%
  - 取整: 四舍五入到分
""",
    "组合.yaml": """种类: 组合
编号: 例.组合
事项: [例.甲]
主键: {申请: 申请编号, 申请人: 信用代码, 年度日: 受理日}
总额上限: {每: 申请人, 期间: 自然年, 上限: 5万元, 扣减: 后列先扣}
""",
}
# 30 %: 30000.00, 60000.00 -> limit 50000.00 for 甲 in all, 27000.17, 0 (refused)
FIRST = """申请编号,信用代码,受理日,设备额
S1,乙,2025-03-01,100000
S2,甲,2025-03-02,200000
S3,丙,2025-03-03,90000.55
S4,丁,2025-03-04,0
"""
# 乙 was paid 30000.00 in 2025: 20000.00 are left of the limit.
SECOND = """申请编号,信用代码,受理日,设备额
T1,乙,2025-09-01,100000
T2,戊,2025-09-02,1000
"""


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, True)
        (self.folder / "rules").mkdir()
        for name, text in RULES.items():
            (self.folder / "rules" / name).write_text(text, encoding="utf-8")
        (self.folder / "first.csv").write_text(FIRST, encoding="utf-8")
        (self.folder / "second.csv").write_text(SECOND, encoding="utf-8")
        self.ledger = "ledger.db"

    def huiqi(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, "--lang", "en", *map(str, arguments)], cwd=self.folder, text=True,
                              capture_output=True)
        self.assertEqual(done.returncode, code, (arguments, done.stdout, done.stderr))
        return done

    def settle(self, name, data, *more, code=0):
        return self.huiqi("settle", "rules", data, "-o", f"{name}.csv", "--ledger", self.ledger, "--batch", name,
                          "--by", "zhang", *more, code=code)

    def step(self, step, name, by, *more, code=0):
        return self.huiqi("batch", step, name, "--ledger", self.ledger, "--by", by, *more, code=code)

    def to_approved(self, name, amount="1000000"):
        self.step("submit", name, "zhang")
        self.step("review", name, "li")
        self.step("approve", name, "wang", "--budget", "2080502", "--amount", amount)

    def rows(self, name):
        text = (self.folder / name).read_text(encoding="utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def lay_out(self):
        """Makes the first batch one of a strange layout, which only a mapping file explains."""
        (self.folder / "strange.csv").write_text(FIRST.replace("设备额", "金额乙"), encoding="utf-8")
        (self.folder / "mapping.yaml").write_text("列:\n  金额乙: 设备额\n", encoding="utf-8")

    def state(self, name):
        batches = json.loads(self.huiqi("--json", "batch", "list", "--ledger", self.ledger).stdout)
        return next(one for one in batches if one["batch"] == name)


class Line(Folder):
    def test_a_mapping_file_is_kept_with_the_batch(self):
        self.lay_out()
        self.settle("one", "strange.csv", "--mapping", "mapping.yaml")
        for name in ("strange.csv", "mapping.yaml"):
            (self.folder / name).unlink()
        self.step("submit", "one", "zhang")
        self.assertIn("every row is as in the ledger", self.step("review", "one", "li").stderr)
        self.huiqi("verify", "--ledger", self.ledger)

    def test_from_decided_to_paid_and_back(self):
        self.settle("one", "first.csv")
        self.to_approved("one", "107000.17")
        self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "paid.csv")
        paid = {row["application"]: row["amount"] for row in self.rows("paid.csv")}
        self.assertEqual(paid, {"S1": "30000.00", "S2": "50000.00", "S3": "27000.17"})
        # the limit of 50,000 a year counts what the ledger paid
        self.settle("two", "second.csv")
        statements = {row["application"]: row["payable"] for row in self.rows("two.csv")}
        self.assertEqual(statements, {"T1": "20000.00", "T2": "300.00"})
        # a correction and a recovery are entries of their own
        self.step("correct", "one", "wang", "--application", "S3", "--due", "20000", "--reason", "invoice void")
        self.step("recover", "one", "zhao", "--application", "S3", "--amount", "7000.18", "--day", "2025-08-01",
                  "--reason", "paid back", code=77)
        self.step("recover", "one", "zhao", "--application", "S3", "--amount", "7000.17", "--day", "2025-08-01",
                  "--reason", "paid back")
        self.assertEqual(self.state("one")["paid"], "100000.00")
        sound = self.huiqi("verify", "--ledger", self.ledger)
        self.assertIn("sound", sound.stdout)

    def test_a_batch_repeated_changes_nothing(self):
        self.settle("one", "first.csv")
        again = self.settle("one", "first.csv", "--resume")
        self.assertIn("nothing was entered", again.stderr)
        changed = FIRST.replace("200000", "210000")
        (self.folder / "first.csv").write_text(changed, encoding="utf-8")
        other = self.settle("one", "first.csv", "--resume", code=73)
        self.assertIn("L006", other.stderr)

    def test_nothing_is_paid_twice(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "paid.csv")
        first = (self.folder / "paid.csv").read_bytes()
        again = self.step("pay", "one", "zhao", "--day", "2025-07-30", "-o", "paid.csv", "--force")
        self.assertIn("nothing of this batch is left", again.stderr)
        self.assertEqual((self.folder / "paid.csv").read_bytes(), first)
        self.assertEqual(self.state("one")["paid"], "107000.17")

    def test_steps_have_an_order_and_two_pairs_of_eyes(self):
        self.settle("one", "first.csv")
        self.assertIn("L004", self.step("review", "one", "li", code=77).stderr)
        self.step("submit", "one", "zhang")
        self.assertIn("L005", self.step("review", "one", "zhang", code=77).stderr)
        for same in ("Zhang", " zhang", "zhang\u3000", "ｚｈａｎｇ"):   # a blank more makes no other person
            self.assertIn("L005", self.step("review", "one", same, code=77).stderr)
        self.assertIn("--by", self.step("review", "one", " ", code=2).stderr)
        self.assertIn("L004", self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "p.csv", code=77).stderr)
        self.step("review", "one", "li")
        short = self.step("approve", "one", "wang", "--budget", "b", "--amount", "107000.16", code=77)
        self.assertIn("L008", short.stderr)
        self.assertIn("L003", self.step("submit", "none", "zhang", code=2).stderr)

    def test_an_objection_reopens_one_application(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("object", "one", "li", "--application", "S2", "--reason", "a letter of 3 June")
        self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "p1.csv")
        self.assertEqual([row["application"] for row in self.rows("p1.csv")], ["S1", "S3"])
        self.assertIn("L005", self.step("resolve", "one", "li", "--application", "S2", "--uphold", "--reason", "r",
                                        code=77).stderr)
        more = self.step("resolve", "one", "wang", "--application", "S2", "--due", "50000.01", "--reason", "r", code=77)
        self.assertIn("L011", more.stderr)
        self.step("resolve", "one", "wang", "--application", "S2", "--due", "40000", "--reason", "one invoice is out")
        self.step("pay", "one", "zhao", "--day", "2025-07-15", "-o", "p2.csv")
        self.assertEqual([(row["application"], row["amount"]) for row in self.rows("p2.csv")], [("S2", "40000.00")])

    def test_limits_are_not_passed_by_two_batches_at_once(self):
        self.settle("one", "first.csv")
        self.settle("two", "second.csv")
        self.to_approved("one")
        self.step("submit", "two", "zhang")
        self.step("review", "two", "li")
        late = self.step("approve", "two", "wang", "--budget", "b", "--amount", "999999", code=77)
        self.assertIn("L015", late.stderr)
        self.assertIn("L016", self.settle("three", "second.csv", code=77).stderr)
        self.step("withdraw", "two", "zhang", "--reason", "settled anew")
        self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "p.csv")
        self.settle("three", "second.csv")
        self.assertEqual(self.rows("three.csv")[0]["payable"], "20000.00")


class Changed(Folder):
    def test_any_changed_byte_is_found(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "p.csv")
        self.huiqi("verify", "--ledger", self.ledger)
        whole = (self.folder / self.ledger).read_bytes()
        changes = [
            "UPDATE statement SET payable = payable + 1 WHERE place = 1",
            "UPDATE statement SET award = award + 1 WHERE place = 0",
            "DELETE FROM statement WHERE place = 2",
            "UPDATE application SET number = 'S9' WHERE place = 0",
            "UPDATE application SET keys = '{}' WHERE place = 0",
            "UPDATE payment SET amount = amount - 1 WHERE place = 0",
            "UPDATE payment SET day = '2025-06-29' WHERE place = 0",
            "DELETE FROM payment WHERE place = 0",
            "INSERT INTO payment VALUES (5, 'one', 3, 0, '例.甲', '2025-06-30', 1)",
            "INSERT INTO payment VALUES (2, 'one', 3, 0, '例.甲', '2025-06-30', 1)",
            "INSERT INTO statement VALUES ('other', 0, 0, 'eligible', 1, 1, 0)",
            "UPDATE entry SET body = replace(body, 'wang', 'wong') WHERE sequence = 4",
            "UPDATE entry SET digest = previous WHERE sequence = 3",
            "DELETE FROM entry WHERE sequence = 2",
            "UPDATE entry SET kind = 'withdrawn' WHERE sequence = 2",
            "UPDATE object_piece SET bytes = x'00' WHERE digest = (SELECT MIN(digest) FROM object_piece)",
            "DELETE FROM object_piece WHERE digest = (SELECT MAX(digest) FROM object_piece)",
        ]
        for change in changes:
            with self.subTest(change):
                (self.folder / self.ledger).write_bytes(whole)
                with sqlite3.connect(self.folder / self.ledger) as database:
                    self.assertNotEqual(database.execute(change).rowcount, 0)
                database.close()
                self.assertIn("L009", self.huiqi("verify", "--ledger", self.ledger, code=1).stderr)

    def test_every_column_of_every_table_is_held(self):
        for batch in ("one", "two"):
            self.settle(batch, "first.csv" if batch == "one" else "second.csv")
            self.to_approved(batch)
            self.step("pay", batch, "zhao", "--day", "2025-06-30", "-o", f"paid-{batch}.csv")
        path = self.folder / self.ledger
        whole = path.read_bytes()
        database = sqlite3.connect(path)
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        self.assertEqual(set(tables), {"ledger_format", "entry", "object_piece", "application", "statement", "payment"})
        columns = [(table, column[1]) for table in tables for column in database.execute(f"PRAGMA table_info({table})")]
        database.close()
        for table, column in columns:
            for end in ("MIN", "MAX"):
                with self.subTest(f"{table}.{column} of the row {end}"):
                    path.write_bytes(whole)
                    database = sqlite3.connect(path)
                    row = f"rowid = (SELECT {end}(rowid) FROM {table})"
                    (old,) = database.execute(f"SELECT {column} FROM {table} WHERE {row}").fetchone()
                    other = {int: lambda: old + 1000, bytes: lambda: old[:-1] + bytes([old[-1] ^ 1]),
                             str: lambda: ({"one": "two", "two": "one"}.get(old) or old + "x")}[type(old)]()
                    try:
                        database.execute(f"UPDATE {table} SET {column} = ? WHERE {row}", (other,))
                    except sqlite3.IntegrityError:   # a row of that key is there
                        database.execute(f"UPDATE {table} SET {column} = ? WHERE {row}", (old + "x",))
                    database.commit()
                    database.close()
                    done = subprocess.run([PROGRAM, "--lang", "en", "verify", "--ledger", str(path)], capture_output=True, text=True)
                    self.assertNotEqual(done.returncode, 0, f"{old!r} -> {other!r} was not found")
        path.write_bytes(whole)
        self.huiqi("verify", "--ledger", self.ledger)

    def test_a_ledger_cut_short_is_found_by_its_head(self):
        self.settle("one", "first.csv")
        head = json.loads(self.huiqi("--json", "verify", "--ledger", self.ledger).stdout)["head"]
        self.step("submit", "one", "zhang")
        later = json.loads(self.huiqi("--json", "verify", "--ledger", self.ledger, "--head", head).stdout)["head"]
        with sqlite3.connect(self.folder / self.ledger) as database:
            database.execute("DELETE FROM entry WHERE sequence = 2")
        database.close()
        self.huiqi("verify", "--ledger", self.ledger)
        self.assertIn("L009", self.huiqi("verify", "--ledger", self.ledger, "--head", later, code=1).stderr)

    def test_review_recomputes_every_row(self):
        self.settle("one", "first.csv")
        self.step("submit", "one", "zhang")
        with sqlite3.connect(self.folder / self.ledger) as database:
            database.execute("UPDATE statement SET payable = payable + 100 WHERE place = 0")
        database.close()
        self.assertIn("L007", self.step("review", "one", "li", code=1).stderr)

    def test_review_needs_none_of_the_files(self):
        self.settle("one", "first.csv")
        self.step("submit", "one", "zhang")
        shutil.rmtree(self.folder / "rules")
        (self.folder / "first.csv").unlink()
        self.assertIn("recomputed 4 applications", self.step("review", "one", "li").stderr)


class Trouble(Folder):
    def test_what_is_no_ledger(self):
        self.assertIn("L002", self.huiqi("verify", "--ledger", "none.db", code=66).stderr)
        (self.folder / "text.db").write_text("no database at all, but longer than a header\n" * 50)
        self.assertIn("L001", self.huiqi("verify", "--ledger", "text.db", code=66).stderr)
        self.huiqi("settle", "rules", "first.csv", "--ledger", "l.db", code=2)

    def test_a_folder_that_cannot_be_written(self):
        if os.getuid() != 0:
            self.skipTest("needs root to become an ordinary user")
        nobody = pwd.getpwnam("nobody")
        for path in [self.folder, *self.folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        done = subprocess.run(
            [PROGRAM, "settle", "rules", "first.csv", "-o", "-", "--ledger", "l.db", "--batch", "b", "--by", "z"],
            cwd=self.folder, text=True, capture_output=True, user=nobody.pw_uid, group=nobody.pw_gid)
        if done.returncode == 126:
            self.skipTest("the program cannot be run by an ordinary user here")
        self.assertEqual(done.returncode, 74, done.stderr)
        self.assertIn("L001", done.stderr)

    def test_a_full_disk(self):
        place = self.folder / "small"
        place.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("no small file system can be mounted here")
        self.addCleanup(subprocess.run, ["umount", str(place)])
        self.ledger = str(place / "ledger.db")
        full = self.settle("one", "first.csv", code=74)
        self.assertIn("L001", full.stderr)
        subprocess.run(["mount", "-o", "remount,size=10m", str(place)], check=True)
        self.settle("one", "first.csv", "--resume")
        self.huiqi("verify", "--ledger", self.ledger)


class Postgres(Line):
    """The same line on a server that lives in a temporary folder and listens on a socket there."""

    @classmethod
    def setUpClass(cls):
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        if not programs:
            raise unittest.SkipTest("no PostgreSQL server is installed")
        cls.programs = programs[-1]
        cls.place = pathlib.Path(tempfile.mkdtemp())
        cls.user = {}
        if os.getuid() == 0:   # the server refuses to run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(cls.place, nobody.pw_uid, nobody.pw_gid)
            cls.user = {"user": nobody.pw_uid, "group": nobody.pw_gid}
        cls.run_server("initdb", "-D", cls.place / "data", "-U", "huiqi", "-A", "trust", "-E", "UTF8", "--locale=C")
        cls.run_server("pg_ctl", "-D", cls.place / "data", "-w", "-l", cls.place / "log", "-o",
                       f"-k {cls.place} -c listen_addresses='' -c fsync=off", "start")
        cls.count = 0

    @classmethod
    def tearDownClass(cls):
        if hasattr(cls, "place"):
            cls.run_server("pg_ctl", "-D", cls.place / "data", "-m", "immediate", "stop")
            shutil.rmtree(cls.place, True)

    @classmethod
    def run_server(cls, program, *arguments):
        done = subprocess.run([f"{cls.programs}/{program}", *map(str, arguments)], cwd="/", stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE if program == "initdb" else None, **cls.user)
        if done.returncode != 0:
            raise unittest.SkipTest(f"{program}: {done.stderr}")

    def setUp(self):
        super().setUp()
        type(self).count += 1
        name = f"ledger{self.count}"
        subprocess.run([f"{self.programs}/createdb", "-h", self.place, "-U", "huiqi", name], check=True)
        self.ledger = f"host={self.place} user=huiqi dbname={name}"


if __name__ == "__main__":
    unittest.main()
