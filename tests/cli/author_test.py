"""What helps an author to write: a rule file to begin with, the schema, completions, the man page, findings as SARIF."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from program import SOURCE, FolderTest, huiqi

MODULES = pathlib.Path(os.environ.get("HUIQI_BROWSER_MODULES", SOURCE / "build/browser"))


class Author(FolderTest):
    def test_a_new_rule_file_loads_and_its_first_case_fails(self):
        for language in ("zh", "en"):
            with self.subTest(language=language):
                path = self.folder / f"{language}.yaml"
                self.assertEqual(huiqi("--lang", language, "new", path)[0], 0)
                self.assertEqual(huiqi("check", path)[0], 0, huiqi("check", path)[2])
                code, out, _ = huiqi("--json", "test", path)
                self.assertEqual(code, 1)
                [case] = json.loads(out)
                self.assertEqual([one["actual"] for one in case["mismatches"]], ["6172.84 yuan"])   # half of 12345.67, half up
                self.assertEqual(huiqi("fmt", "--check", path)[0], 0)
                code, _, err = huiqi("new", path)
                self.assertEqual(code, 73, err)

    def test_a_new_rule_file_that_would_not_load_is_not_written(self):
        for wrong in ("a b", "a: b", "", " ", ".", "a#b", "x\ny: 1", "'"):
            with self.subTest(id=wrong):
                path = self.folder / "x.yaml"
                if not wrong:
                    path = self.folder / "a+b.yaml"   # the name of the file gives it
                code, _, err = huiqi("--lang", "en", "new", path, *(["--id", wrong] if wrong else []))
                self.assertEqual(code, 2, err)
                self.assertIn("an id is made of letters", err)
                self.assertFalse(path.exists())
        code, _, err = huiqi("--lang", "en", "new", self.folder / "none/sub/x.yaml")
        self.assertEqual(code, 74, err)
        self.assertIn(f"there is no folder {self.folder / 'none/sub'}", err)
        self.assertIn("mkdir -p", err)

    def test_a_new_rule_file_lists_the_clauses_of_a_text(self):
        (self.folder / "documents").mkdir()
        text = self.folder / "documents/办法.txt"
        text.write_text("示例办法\n第一条 为了鼓励创新，制定本办法。\n第二条 企业支出的一半给予补贴。\n", encoding="utf-8")
        path = self.folder / "规则.yaml"
        self.assertEqual(huiqi("--lang", "zh", "new", path, "--text", text)[0], 0)
        written = path.read_text(encoding="utf-8")
        self.assertIn("  第一条: {处理: 未定", written)
        self.assertIn("  第二条: {处理: 未定", written)
        self.assertEqual(huiqi("check", path)[0], 0, huiqi("check", path)[2])
        code, _, err = huiqi("new", self.folder / "documents/x.yaml", "--text", path)
        self.assertEqual(code, 66, err)

    def test_completions(self):
        script = self.folder / "huiqi.bash"
        script.write_text(huiqi("completion", "bash")[1], encoding="utf-8")
        for words, wanted in ((["huiqi", "che"], "check"), (["huiqi", "batch", "app"], "approve"), (["huiqi", "check", "--str"], "--strict")):
            ask = (f"source {script}; COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _huiqi; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
            done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=False, cwd=self.folder)
            self.assertIn(wanted, done.stdout.split(), done.stderr)
        for shell in ("zsh", "fish"):
            self.assertIn("huiqi", huiqi("completion", shell)[1])

    def test_the_man_page_names_every_command(self):
        page = huiqi("completion", "man")[1]
        for name in ("check", "fmt", "settle", "batch approve", "schema"):
            self.assertIn(f".SS {name}\n", page)
        if shutil.which("groff"):
            done = subprocess.run(["groff", "-k", "-man", "-Tutf8", "-ww"], input=page, capture_output=True, text=True, check=False)
            self.assertEqual(done.stderr, "")

    def test_help_speaks_one_language(self):
        for language, other in (("zh", "show this"), ("en", "规则")):
            page = huiqi("--lang", language, "check", "--help")[1]
            self.assertNotIn(" / ", page.replace("rules/", ""))
            self.assertNotIn(other, page)

    def test_findings_as_sarif(self):
        rules = self.folder / "有 空格.yaml"
        rules.write_text("种类: 事项\n编号: 例\n申报:\n  额: {类型: 金额, 小数: 2}\n奖补:\n  - {基数: 额}\n  - {乘: 不存在}\n", encoding="utf-8")
        code, out, _ = huiqi("--format", "sarif", "check", rules)
        self.assertEqual(code, 78)
        log = json.loads(out)
        self.assertEqual(log["version"], "2.1.0")
        self.assertIn("sarif-schema-2.1.0", log["$schema"])
        run = log["runs"][0]
        self.assertEqual(run["tool"]["driver"]["name"], "huiqi")
        for result in run["results"]:
            self.assertEqual(run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"], result["ruleId"])
            self.assertIn(result["level"], ("error", "warning"))
            place = result["locations"][0]["physicalLocation"]
            self.assertTrue(place["artifactLocation"]["uri"].endswith("%E6%9C%89%20%E7%A9%BA%E6%A0%BC.yaml"))
            self.assertGreaterEqual(place["region"]["startLine"], 1)
        [unknown] = [one for one in run["results"] if one["ruleId"] == "E202"]
        self.assertEqual(unknown["locations"][0]["physicalLocation"]["region"],
                         {"startLine": 7, "startColumn": 9, "endLine": 7, "endColumn": 12})
        self.assertEqual(huiqi("--format", "sarif", "check", SOURCE / "rules/benchmark")[0], 0)
        self.assertEqual(huiqi("--format", "sarif", "test", rules)[0], 2)

    def test_the_schema_takes_the_shipped_rules_and_no_others(self):
        if shutil.which("node") is None or not (MODULES / "node_modules/ajv").is_dir() or not (MODULES / "node_modules/yaml").is_dir():
            self.skipTest("node, ajv or yaml not there; tools/install-dependencies browser installs them")
        files = {str(path): path.read_text(encoding="utf-8") for folder in ("rules", "cases") for path in (SOURCE / folder).rglob("*.yaml")}
        files = {name: text for name, text in files.items() if "种类:" in text or "kind:" in text}
        self.assertGreater(len(files), 200)
        base = "种类: 事项\n编号: 例.例\n申报:\n  额: {类型: 金额, 小数: 2, 范围: 0元以上}\n"
        award = base + "奖补:\n  - {基数: 额}\n"
        test = "要求: 额 > 0元"
        bad = {"a key that there is not": base + "条目: []\n", "a word that there is not": base + "异常: [{编号: a, 当: 额 > 0元, 级别: 很高}]\n",
               "no id": "种类: 事项\n", "no kind": "编号: 例\n", "a list where a mapping belongs": "种类: 事项\n编号: 例.例\n申报: [a]\n",
               "a key of another place": base + "条件: [{编号: a, 取整: b}]\n", "a kind that there is not": "种类: 事\n编号: 例\n奖: 1\n",
               "a key in both spellings": base + "id: 例.例\n",
               "a test and alternatives": base + f"条件: [{{编号: a, {test}, 任一: [{{编号: b, {test}, 不符合时: x}}], 不符合时: x}}]\n",
               "no test": base + "条件: [{编号: a, 不符合时: x}]\n", "no reason": base + f"条件: [{{编号: a, {test}}}]\n",
               "a step that does two things": base + "奖补: [{基数: 额, 上限: 5元}]\n", "a step that does nothing": base + "奖补: [{说明: 额}]\n",
               "bands without a method": award + "  - 分档: {档: [{至: 5元, 率: 5%}, {超过: 5元, 率: 3%}]}\n",
               "a definition of two kinds": base + "计算: {a: {值: 额, 步骤: [{基数: 额}]}}\n",
               "a definition of nothing": base + "计算: {a: {说明: 额}}\n",
               "a value and a series": base + "参数: {a: {类型: 金额, 值: 1元, 历次: {2024-01-01: 2元}}}\n",
               "a share of nothing": award + "分担: [{方: 市}, {方: 省, 余额: 是}]\n",
               "a share said twice": award + "分担: [{方: 市, 比例: 5%, 额: 5元}, {方: 省, 余额: 是}]\n",
               "an award without steps": base + "奖补: []\n",
               "a table without rows": base + "对照表: {t: {命中: 唯一, 输入: [额], 输出: 金额, 行: []}}\n",
               "a row that is one word": base + "对照表: {t: {命中: 唯一, 输入: [额], 输出: 金额, 行: [5]}}\n",
               "a source that is a mapping": base + f"条件: [{{编号: a, {test}, 不符合时: x, 依据: {{a: b}}}}]\n"}
        for name, text in bad.items():   # whatever the schema refuses here the loader refuses too
            path = self.folder / "bad.yaml"
            path.write_text(text, encoding="utf-8")
            self.assertEqual(huiqi("check", path)[0], 78, name)
        for keys in ("both", "zh", "en"):
            english = {name: text for name, text in files.items() if re.search("^kind:", text, re.MULTILINE)}
            good = files if keys == "both" else english if keys == "en" else {name: text for name, text in files.items() if name not in english}
            self.assertGreater(len(good), 50)
            self.hold_against_schema(keys, good, {} if keys == "en" else bad)

    def hold_against_schema(self, keys, good, bad):
        schema = self.folder / "schema.json"
        schema.write_text(huiqi("schema", "--keys", keys)[1], encoding="utf-8")
        lines = "\n".join(json.dumps({"name": name, "text": text}) for name, text in {**good, **bad}.items())
        done = subprocess.run(["node", str(SOURCE / "tests/cli/schema.mjs"), str(MODULES), str(schema)], input=lines, capture_output=True,
                              text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        for line in done.stdout.splitlines():
            one = json.loads(line)
            with self.subTest(one["name"], keys=keys):
                self.assertEqual(bool(one["errors"]), one["name"] in bad, one["errors"])


if __name__ == "__main__":
    unittest.main()
