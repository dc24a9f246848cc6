"""How far a long job is: on a terminal with rows, rate and time left; elsewhere not at all."""

import os
import pty
import subprocess
import unittest

from program import PROGRAM, FolderTest

RULE = """种类: 事项
编号: 例.甲
申报:
  设备额: {类型: 金额, 小数: 2, 范围: 0元以上}
奖补:
  - 基数: 设备额
  - 乘: 30%
  - 取整: 四舍五入到分
"""
BUNDLE = "种类: 组合\n编号: 例.组合\n事项: [例.甲]\n主键: {申请: 编号}\n"


class Progress(FolderTest):
    files = {"rules/甲.yaml": RULE, "rules/组合.yaml": BUNDLE}

    def setUp(self):
        super().setUp()
        rows = "".join(f"S{at},{at}.5\n" for at in range(1_000_000))
        self.write("data.csv", "编号,设备额\n" + rows)
        self.command = [PROGRAM, "--lang", "zh", "settle", "rules", "data.csv", "-o", "out.csv", "--force"]

    def test_on_a_terminal_only(self):
        main, other = pty.openpty()
        running = subprocess.Popen(self.command, cwd=self.folder, stderr=other, env=dict(os.environ, TERM="xterm"))
        os.close(other)
        said = b""
        while True:
            try:
                piece = os.read(main, 65536)
            except OSError:
                break
            if not piece:
                break
            said += piece
        self.assertEqual(running.wait(), 0)
        os.close(main)
        self.assertRegex(said.decode("utf-8", "replace"), r"\d+% · \d+ 行，每秒 \d+ 行 · 还需约 \d+ 秒 · 做完才写出结果")
        piped = subprocess.run(self.command, cwd=self.folder, capture_output=True, text=True, check=True)
        self.assertNotIn("还需约", piped.stderr)
        self.assertNotIn("\x1b", piped.stderr)


if __name__ == "__main__":
    unittest.main()
