"""huiqi serve and ask: answers that were given before the rules changed, and refusals for the period of validity."""

import json
import pathlib
import subprocess
import tempfile
import unittest

from program import PROGRAM, SOURCE
from serve_test import Form, Served

GRANT = """\
kind: incentive
id: sample.grant
title: {{zh: 示例补助, en: A sample grant}}
sources:
  m: {{document: D, clause: article 1, quote: five per cent of what was paid}}
enums:
  size: [{sizes}]
inputs:
  size: {{type: size, question: {{zh: 多大, en: How large}}}}
  paid: {{type: money, {unit}, range: ≥ 0 yuan, question: {{zh: 付了多少, en: How much was paid}}}}
{asked}conditions:
  - {{id: fits, test: {test}, reason: it does not fit, source: m}}
award:
  - {{base: paid, source: m}}
  - {{times: 5%, source: m}}
  - {{round: round half up to 0.01 yuan, interpretation: none}}
cases: []
"""
OLDER = GRANT.format(sizes="small, tiny", unit="unit: yuan, decimals: 2", asked="  gone: {type: boolean, question: {zh: 还在吗, en: Still there}}\n",
                     test="(size = small or paid > 1 yuan) and gone")
NEWER = GRANT.format(sizes="small, large", unit="unit: 万元, decimals: 6", asked="", test="size = small and paid > 1 yuan")


class ChangedRules(unittest.TestCase):
    """Answers of a link, or of a form left open, that were given before the rules changed."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.rules = pathlib.Path(self.folder.name) / "grant.yaml"

    def served(self, text):
        self.rules.write_text(text, encoding="utf-8")
        return Served(self.rules)

    def result_by_steps(self, served):
        page = served.begun()
        for _ in range(3):
            name = Form(page).fields["at"]
            page = served.step(page, v={"paid": "300000", "size": "tiny", "gone": "true"}[name], action="next")
        return served.step(page, action="result")

    def test_a_number_keeps_its_unit_and_the_page_says_what_became_of_the_answers(self):
        with self.served(OLDER) as older:
            page = self.result_by_steps(older)
            self.assertIn("15,000.00 元", page)
            kept = Form(page[page.index("接下来"):].join(["<main", ""])).fields
        self.assertEqual(json.loads(kept["answers"])["paid"], "300000yuan")
        with self.served(NEWER) as newer:
            page = newer.check(dict(kept, action="result"))
            self.assertIn("规则改过了", page)
            self.assertIn("没有用上的：<span lang=\"en\">gone</span>", page)
            self.assertRegex(page, "读不出来、请重新回答的：</p><ul><li>多大")
            self.assertIn("300,000.00 元", page)          # as it was meant, not 300,000 ten thousands
            self.assertIn("<h1>核对回答</h1>", page)
            english = newer.check(dict(kept, action="result", lang="en"))
            self.assertIn("The rules have changed", english)
            asked = newer.step(page, action="next")        # that alone is asked for
            self.assertEqual((Form(asked).fields["at"], json.loads(Form(asked).fields["answers"])), ("size", {"paid": "300000yuan"}))
            page = newer.step(asked, v="small", action="next")
            self.assertNotIn("规则改过了", page)
            self.assertIn("15,000.00 元", newer.step(page, action="result"))
            changed = newer.step(page, action="change.paid")
            self.assertIn('value="300000yuan"', changed)   # in another unit than is asked for: with it

    def test_a_form_left_open_does_not_take_a_number_for_another_unit(self):
        with self.served(OLDER) as older:
            page = older.begun()
            while Form(page).fields["at"] != "paid":
                page = older.step(page, action="unknown")
        with self.served(NEWER) as newer:
            page = newer.step(page, v="300000", action="next")
            self.assertIn("规则改过了", page)
            self.assertNotIn("paid", json.loads(Form(page).fields["answers"]))

    def test_an_answer_that_cannot_be_read_costs_no_other(self):
        with self.served(OLDER) as served:
            page = served.result({"paid": "300000", "gone": "true", "size": "huge", "never": "1"})
            self.assertNotIn("规则改过了", page)
            self.assertIn("huge", page)
            self.assertIn("never", page)
            self.assertEqual(json.loads(Form(page).fields["answers"]), {"paid": "300000", "gone": "true"})
            self.assertEqual(Form(served.step(page, action="change.size")).fields["at"], "size")

    def test_comments_layout_and_cases_are_no_other_rules(self):
        with self.served(OLDER) as older:
            rules = Form(older.begun()).fields["rules"]
        said_otherwise = OLDER.replace("cases: []", "cases:\n  - {name: one, given: {size: small}, expect: {eligible: unknown}}").replace("  - {round:", "  # how it is cut\n  -   {round:")
        with self.served("# what the office calls it\n" + said_otherwise) as newer:
            self.assertEqual(Form(newer.begun()).fields["rules"], rules)
        with self.served(OLDER.replace("5%", "6%")) as newer:
            self.assertNotEqual(Form(newer.begun()).fields["rules"], rules)

    def test_the_rules_that_answers_were_given_for_are_said_or_they_are_checked(self):
        with self.served(OLDER) as served:
            self.assertIn("规则改过了", served.result({"paid": "300000"}, rules=""))
            self.assertNotIn("规则改过了", served.begun())


class OutsideThePeriod(unittest.TestCase):
    def test_the_days_of_the_rule_the_answer_and_the_source_are_told(self):
        rules = "rules/samples/shanghai-sample-district-finance.yaml"
        with Served(rules) as served:
            page = served.result({"申报日": "2022-06-01"})
            self.assertIn("申报日不在施行期内（自2024-04-24）", page)
            self.assertRegex(page, "您的回答：.*2022-06-01")
            self.assertIn("outside the period of validity", served.result({"申报日": "2022-06-01"}, lang="en"))
        told = subprocess.run([PROGRAM, "--lang", "zh", "ask", str(SOURCE / rules), "--answers", "/dev/stdin"], input='{"申报日": "2022-06-01"}', capture_output=True,
                              text=True, check=True).stdout
        self.assertIn("申报日不在施行期内（自2024-04-24）", told)
        self.assertIn("您的回答：2022-06-01", told)
        self.assertIn("《上海市专利转化运用专项行动实施方案》", told)
        made = json.loads(subprocess.run([PROGRAM, "ask", str(SOURCE / rules), "--answers", "/dev/stdin", "--json"], input='{"申报日": "2022-06-01"}',
                                         capture_output=True, text=True, check=True).stdout)
        period = [one["period"] for one in made["incentives"] if one["outside_period"]][0]
        self.assertEqual(period["rests_on"], ["申报日"])
        self.assertIn("自2024-04-24", period["reason"]["zh"])


if __name__ == "__main__":
    unittest.main()
