"""Two hundred times killed at a moment that nobody chose: after the command is repeated with --resume, the files and the
ledger are those of an undisturbed run, and nothing is paid twice."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
import unittest

from program import PROGRAM, FolderTest

KILLS = 100   # of settling, and as many of paying
ROWS = 3000

RULE = """种类: 事项
编号: 例.甲
申报:
  设备额: {类型: 金额, 小数: 2, 范围: 0元以上}
奖补:
  - 基数: 设备额
  - 乘: 30%
  - 取整: 四舍五入到分
"""
BUNDLE = """种类: 组合
编号: 例.组合
事项: [例.甲]
主键: {申请: 申请编号, 申请人: 信用代码}
预算: {总额: 12万元, 方式: 按比例, 取整: 截尾到分, 余数: 最大余数}
"""


class Killed(FolderTest):
    files = {"rules/甲.yaml": RULE, "rules/组合.yaml": BUNDLE}

    def setUp(self):
        super().setUp()
        chosen = random.Random(7)
        lines = ["申请编号,信用代码,设备额"]
        lines += [f"A{row:05},C{row},{chosen.randrange(0, 10_000_000) / 100:.2f}" for row in range(ROWS)]
        self.write("data.csv", "\n".join(lines) + "\n")

    def command(self, ledger, output, *arguments):
        return [PROGRAM, "--lang", "en", *arguments, "--ledger", ledger, "-o", output, "--at", "2025-06-30T00:00:00Z"]

    def settle(self, ledger, output):
        return self.command(ledger, output, "settle", "rules", "data.csv", "--batch", "b", "--by", "zhang", "--resume")

    def pay(self, ledger, output):
        return self.command(ledger, output, "batch", "pay", "b", "--by", "zhao", "--day", "2025-06-30", "--force")

    def run_whole(self, command):
        start = time.monotonic()
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return time.monotonic() - start

    def kill(self, command, longest):
        """Kills the command after a while; tells whether it had ended before."""
        process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.random() * longest)
        process.kill()
        return process.wait() == 0

    def digest(self, ledger):
        found = json.loads(self.process("--json", "verify", "--ledger", ledger).stdout)
        self.assertTrue(found["sound"], found)
        return found["head"], found["payments"]

    def approve(self, ledger):
        for step in (["submit", "--by", "zhang"], ["review", "--by", "li"],
                     ["approve", "--by", "wang", "--budget", "x", "--amount", "120000"]):
            self.process("batch", step[0], "b", *step[1:], "--ledger", ledger, "--at", "2025-06-30T00:00:00Z")

    def test_killed_at_random_it_ends_the_same(self):
        seed = random.randrange(1 << 30)
        random.seed(seed)
        print(f"seed {seed}")
        longest = self.run_whole(self.settle("whole.db", "whole.csv"))
        self.approve("whole.db")
        longest_pay = self.run_whole(self.pay("whole.db", "whole-paid.csv"))
        expected = self.digest("whole.db")
        for _ in range(KILLS):
            self.kill(self.settle("cut.db", "cut.csv"), longest)
        self.run_whole(self.settle("cut.db", "cut.csv"))
        self.assertEqual(self.read("cut.csv"), self.read("whole.csv"))
        self.approve("cut.db")
        for _ in range(KILLS):
            self.kill(self.pay("cut.db", "cut-paid.csv"), longest_pay)
        self.run_whole(self.pay("cut.db", "cut-paid.csv"))
        self.assertEqual(self.read("cut-paid.csv"), self.read("whole-paid.csv"))
        self.assertEqual(self.digest("cut.db"), expected)

    def test_ctrl_c_leaves_no_applications_behind_and_says_what_to_do(self):
        self.run_whole(self.settle("asked.db", "asked.csv"))
        place = self.folder / "temporary"
        place.mkdir()
        for step in (["submit", "--by", "zhang"], ["review", "--by", "li"]):
            command = [PROGRAM, "--lang", "en", "batch", step[0], "b", *step[1:], "--ledger", "asked.db"]
            process = subprocess.Popen(command, cwd=self.folder, stderr=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(place)})
            if step[0] == "review":
                while process.poll() is None and not list(place.glob("huiqi-batch-*/input/data.csv")):
                    time.sleep(0.001)
                time.sleep(0.02)   # the files are written
                process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=60)
        self.assertIn(process.returncode, (0, 75))
        self.assertIn("repeat the same command" if process.returncode == 75 else "every row is as in the ledger", told)
        self.assertEqual(list(place.iterdir()), [])
        self.approve_rest("asked.db", process.returncode)

    def test_ctrl_c_while_a_step_waits_for_another_program(self):
        self.run_whole(self.settle("busy.db", "busy.csv"))
        busy = sqlite3.connect(self.folder / "busy.db", isolation_level=None)
        busy.execute("BEGIN EXCLUSIVE")
        for command in (["batch", "submit", "b", "--by", "zhang"], ["verify"]):
            process = subprocess.Popen([PROGRAM, "--lang", "en", *command, "--ledger", "busy.db"], cwd=self.folder,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            time.sleep(2)   # a program under sanitizers begins slowly on a busy machine
            process.send_signal(signal.SIGINT)
            _, told = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 75)
            self.assertIn("repeat the", told)
        busy.close()

    def approve_rest(self, ledger, reviewed):
        """A step that was stopped can be repeated."""
        done = subprocess.run([PROGRAM, "batch", "review", "b", "--by", "li", "--ledger", ledger], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0 if reviewed == 75 else 77, done.stderr)

    def read(self, name):
        return (self.folder / name).read_bytes()


if __name__ == "__main__":
    unittest.main()
