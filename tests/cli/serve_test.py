"""huiqi serve: the interface for programs, its document, its limits, and the pages as plain forms."""

import csv
import decimal
import html.parser
import http.client
import json
import re
import select
import socket
import subprocess
import time
import unittest
import urllib.parse

from program import PROGRAM, SOURCE

ANSWERS = {"size": "small", "related_party": False, "contract_date": "2022-08-15", "contract_amount": "1200000",
           "paid_amount": "1200000.00"}


class Form(html.parser.HTMLParser):
    """The hidden fields and buttons of the form in the main part."""

    def __init__(self, text):
        super().__init__()
        self.fields, self.buttons, self.inside = {}, [], 0
        self.feed(text[text.index("<main"):])

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.inside += tag == "form"
        if tag == "input" and attributes.get("type") == "hidden" and self.inside == 1:
            self.fields[attributes["name"]] = attributes["value"]
        if tag == "button" and self.inside == 1:
            self.buttons.append(attributes.get("value"))


def until_ready(port):
    """Waits for the rules browser, for which all cases are run first."""
    for _ in range(600):
        connection = http.client.HTTPConnection("localhost", port, timeout=20)
        connection.request("GET", "/rules")
        status = connection.getresponse().status
        connection.close()
        if status != 503:
            return
        time.sleep(0.1)


class Serve(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen([PROGRAM, "serve", str(SOURCE / "rules/benchmark"), "--port", "0"],
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        cls.address = cls.server.stdout.readline().strip()
        cls.port = int(re.search(r":(\d+)/", cls.address).group(1))
        until_ready(cls.port)

    @classmethod
    def tearDownClass(cls):
        cls.server.terminate()
        out, error = cls.server.communicate(timeout=10)
        for kept in ("1200000", "2022-08-15", "NEVER-SAID"):
            assert kept not in out + error, "an answer was logged"

    def ask(self, method, path, body=None, kind="application/json", headers=None):
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        sent = dict(headers or {})
        if body is not None:
            sent["Content-Type"] = kind
            body = body if isinstance(body, (bytes, str)) else json.dumps(body)
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer, text

    def post(self, path, answers):
        answer, text = self.ask("POST", path, {"answers": answers})
        return answer.status, json.loads(text)

    def test_evaluates_as_the_program_does(self):
        status, made = self.post("/v1/evaluate", ANSWERS)
        self.assertEqual(status, 200)
        self.assertEqual((made["incentives"][0]["state"], made["incentives"][0]["award"]), ("eligible", "60000.00"))

    def test_questions_say_range_and_next(self):
        status, made = self.post("/v1/questions", {"size": "small", "paid_amount": "1000000"})
        self.assertEqual((status, made["incentives"][0]["most"], made["next"]["name"]), (200, "50000.00", "related_party"))

    def test_explains(self):
        status, made = self.post("/v1/explain", ANSWERS)
        self.assertEqual((status, made["incentives"][0]["award"]), (200, "60000"))
        self.assertEqual(made["totals"], {"total": None})
        self.assertIn("min(transaction + grant", made["totals_how"]["total"])

    def test_what_a_client_cannot_say_is_not_asked_again(self):
        asked = []
        while True:
            answer, text = self.ask("POST", "/v1/questions", {"answers": {}, "unknown": asked})
            self.assertEqual(answer.status, 200)
            name = (json.loads(text)["next"] or {}).get("name")
            if name is None:
                break
            self.assertNotIn(name, asked)
            asked.append(name)
        self.assertEqual(len(asked), 15)
        for body in ({"answers": {}, "unknown": [["size"]]}, {"answers": {}, "unknown": [1]}, {"answers": {}, "unknown": "size"}, {"answers": {"size": "small"}, "unknown": ["size"]},
                     {"answers": {}, "unknwon": ["size"]}):
            self.assertEqual(self.ask("POST", "/v1/questions", body)[0].status, 400, body)

    def test_a_name_that_no_rule_uses_is_told_of_wherever_it_stands(self):
        for body in ({"answers": {}, "unknown": ["siez"]}, {"answers": {"siez": "small"}}):
            for path in ("/v1/questions", "/v1/evaluate"):
                answer, text = self.ask("POST", path, body)
                self.assertEqual((answer.status, json.loads(text)["warnings"][0]["code"]), (200, "D035"), (path, body))

    def test_a_number_that_is_too_large_is_said_to_be_so(self):
        answer, text = self.ask("POST", "/v1/evaluate", '{"answers":{"paid_amount":1e400}}')
        self.assertEqual(answer.status, 400)
        self.assertIn("too large: 1e400", json.loads(text)["detail"])

    def test_an_applicant_is_not_told_to_change_rules_or_files(self):
        for given in ("9" * 300, "1e5", "-1", "a\0b"):
            status, made = self.post("/v1/evaluate", {"paid_amount": given})
            told = json.dumps(made["errors"], ensure_ascii=False)
            self.assertEqual(status, 422)
            for word in ("规则", "the rule", "单元格", "the cell", "this row", "这一行"):
                self.assertNotIn(word, told)

    def reading(self, name, text):
        return json.loads(self.ask("POST", "/v1/reading", {"name": name, "text": text})[1])

    def test_reads_what_keyboards_and_papers_give(self):
        for name, text, value in (
                ("contract_date", "二〇二二年九月十五日", "2022-09-15"), ("contract_date", "二零二二年十月二十日", "2022-10-20"),
                ("contract_date", "2022年十二月三十一號", "2022-12-31"), ("contract_date", "\ufeff2022\u20119\u201115".replace("\u2011", "-"), "2022-09-15"),
                ("paid_amount", "12萬", "12万元"), ("paid_amount", "伍佰萬圓整", "5000000元"), ("paid_amount", "貳拾參萬圓", "230000元"),
                ("paid_amount", "12\u00a0345", "12345"), ("paid_amount", "12\u2009345.5", "12345.5"), ("paid_amount", "12\u202f345", "12345"),
                ("paid_amount", "\u200b12345\u200e", "12345"), ("paid_amount", "\ufeff12345", "12345"), ("loan_rate", "百分之四", "4%/年"),
                ("loan_rate", "年利率百分之四点三五", "4.35%/年"), ("loan_rate", "千分之三", "3‰/年"), ("size", "\u200bsmall\u00a0", "small"),
                ("size", "小型", "small"), ("size", "Small", "small")):
            made = self.reading(name, text)
            self.assertEqual((made["value"], made["fault"]), (value, None), text)

    def test_says_in_words_what_is_wrong_with_what_was_typed(self):
        for name, text, said in (("contract_date", "05052022", "“05052022”不是日期"), ("contract_date", "22年5月5日", "不是日期"),
                                 ("paid_amount", "-5", "不少于 0.00 元、不超过 100,000,000.00 元"), ("contract_date", "1901-01-01", "不早于 1990-01-01")):
            self.assertIn(said, self.reading(name, text)["fault"]["zh"], text)
        page = self.form(self.ask("GET", "/?lang=zh")[1].decode(), action="begin")
        page = self.form(self.form(page, v="small", action="next"), v="false", action="next")
        self.assertIn("年份写四位", self.form(page, v="22年5月5日", action="next"))
        while Form(page).fields["at"] != "loan_rate":
            page = self.form(page, action="unknown") if Form(page).fields["at"] != "repaid_on_time" else self.form(page, v="true", action="next")
        self.assertIn("就写 4.35%", self.form(page, v="4.35", action="next"))

    def test_faults_are_problem_details(self):
        answer, text = self.ask("POST", "/v1/evaluate", {"answers": {"size": "tiny", "contract_date": "2023-02-29"}})
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (422, "application/problem+json; charset=utf-8"))
        self.assertEqual({one["answer"] for one in json.loads(text)["errors"]}, {"size", "contract_date"})
        for method, path, body, kind, status in (
                ("POST", "/v1/evaluate", b'{"answers":{}}\0 more', "application/json", 400), ("POST", "/v1/questions", '{"answers":{}}\0', "application/json", 400),
                ("POST", "/v1/evaluate", "{", "application/json", 400), ("POST", "/v1/evaluate", "{}", "application/json", 400),
                ("POST", "/v1/evaluate", "{}", "text/plain", 415), ("GET", "/v1/evaluate", None, "", 405),
                ("GET", "/v1/batch", None, "", 405), ("GET", "/nowhere", None, "", 404), ("POST", "/healthz/x", "", "text/plain", 404),
                ("POST", "/v1/evaluate", '{"answers":' + "[" * 5000, "application/json", 400),
                ("POST", "/v1/evaluate", b'{"answers":{"size":"\xff"}}', "application/json", 400)):
            answer, text = self.ask(method, path, body, kind)
            self.assertEqual(answer.status, status, (path, body))
            self.assertEqual(json.loads(text)["status"], status)

    def test_lines_are_answered_in_their_order(self):
        lines = [json.dumps({"answers": dict(ANSWERS, paid_amount=str(10000 + n))}) for n in range(300)]
        lines[7] = "no json"
        answer, text = self.ask("POST", "/v1/batch", "\n".join(lines), "application/jsonl")
        made = [json.loads(line) for line in text.decode().splitlines()]
        self.assertEqual([one["line"] for one in made], list(range(1, 301)))
        self.assertEqual((answer.status, len(made), made[7]["status"]), (200, 300, 400))
        self.assertEqual([one["incentives"][0]["award"] for one in made[8:11]], ["500.40", "500.45", "500.50"])

    def test_more_batches_than_threads_take_turns_and_each_comes_to_its_end(self):
        many = 12
        open_ones = [http.client.HTTPConnection("127.0.0.1", self.port, timeout=60) for _ in range(many)]
        for one in open_ones:
            one.request("POST", "/v1/batch", "\n" * 3000, {"Host": f"localhost:{self.port}", "Content-Type": "application/jsonl"})
        for one in open_ones:
            self.assertEqual(len(one.getresponse().read().splitlines()), 3000)
            one.close()

    def test_each_line_of_a_batch_has_its_own_line_of_result(self):
        good, bad = json.dumps({"answers": ANSWERS}), json.dumps({"answers": {"size": "tiny"}})
        for body, statuses in ((good + "\n\n \r\n" + bad + "\nno json\n" + good, [None, 400, 400, 422, 400, None]), (good + "\n", [None]),
                               ("\n\n", [400, 400]), ("", []), ("x" * (2 << 20), [413])):
            answer, text = self.ask("POST", "/v1/batch", body, "application/jsonl; charset=utf-8")
            made = [json.loads(line) for line in text.decode().splitlines()]
            self.assertEqual((answer.status, [one.get("status") for one in made]), (200, statuses))
            self.assertEqual([one["line"] for one in made], list(range(1, len(statuses) + 1)))
        blank = json.loads(self.ask("POST", "/v1/batch", "\n", "application/x-ndjson")[1])
        self.assertIn("blank", blank["detail"])
        for kind in ("text/plain", "application/json", "application/x-www-form-urlencoded", ""):
            answer, text = self.ask("POST", "/v1/batch", good, kind)
            self.assertEqual((answer.status, json.loads(text)["status"]), (415, 415), kind)

    def test_says_what_run_says(self):
        names = ["transaction", "grant", "interest", "premium", "equipment"]
        select = "id," + ",".join(f"{one}={one}.award" for one in names)
        sample = SOURCE / "cases/sample/applications.csv"
        done = subprocess.run([PROGRAM, "run", str(SOURCE / "rules/benchmark"), str(sample), "--select", select], capture_output=True,
                              text=True, check=True)
        decided = list(csv.DictReader(done.stdout.splitlines()))[:150]
        good = {row["id"] for row in decided}   # rows that could not be read are set aside
        with sample.open(encoding="utf-8") as rows:
            given = [{name: value for name, value in row.items() if name not in ("id", "applicant") and value != ""}
                     for row in csv.DictReader(rows) if row["id"] in good]
        lines = "\n".join(json.dumps({"answers": one}) for one in given)
        made = [json.loads(line) for line in self.ask("POST", "/v1/batch", lines, "application/jsonl")[1].decode().splitlines()]
        whole = 0
        for row, one, answers in zip(decided, made, given, strict=True):
            self.assertEqual([row[name] for name in names], [each["award"] or "" for each in one["incentives"]], row["id"])
            if len(answers) == 15 and whole < 20:
                whole += 1
                stands = self.post("/v1/questions", answers)[1]
                self.assertIsNone(stands["next"])
                for each, name in zip(stands["incentives"], names, strict=True):
                    self.assertEqual((each["least"], each["most"]), (row[name], row[name]))
        self.assertEqual(whole, 20)

    def test_the_document_names_what_is_served(self):
        _, text = self.ask("GET", "/v1/openapi.json")
        document = json.loads(text)
        self.assertTrue(document["openapi"].startswith("3.1"))
        for path, methods in document["paths"].items():
            for method in methods:
                answer, _ = self.ask(method.upper(), path, '{"answers": {}}' if method == "post" else None)
                self.assertNotIn(answer.status, (404, 405), path)
        for name, path in (("Evaluation", "/v1/evaluate"), ("Questions", "/v1/questions"), ("Worksheets", "/v1/explain")):
            _, made = self.post(path, ANSWERS)
            self.check_schema(document["components"]["schemas"][name], made, document, name)

    def check_schema(self, schema, value, document, where):
        types = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
        if "type" in schema:
            wanted = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
            self.assertTrue(any(isinstance(value, types[one]) for one in wanted), (where, value))
        if "enum" in schema:
            self.assertIn(value, schema["enum"], where)
        if "pattern" in schema and isinstance(value, str):
            self.assertRegex(value, schema["pattern"], where)
        if isinstance(value, dict):
            for name in schema.get("required", []):
                self.assertIn(name, value, where)
            for name, one in value.items():
                part = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
                if isinstance(part, dict):
                    self.check_schema(part, one, document, where + "." + name)
        if isinstance(value, list) and "items" in schema:
            for one in value:
                self.check_schema(schema["items"], one, document, where + "[]")

    def test_methods_types_and_paths_that_are_not_served(self):
        for method, path, status, allowed in (("PUT", "/", 405, "GET, HEAD"), ("OPTIONS", "/", 405, "GET, HEAD"), ("DELETE", "/check", 405, "GET, HEAD, POST"),
                                              ("POST", "/healthz", 405, "GET, HEAD"), ("POST", "/metrics", 405, "GET, HEAD"),
                                              ("POST", "/rules", 405, "GET, HEAD"), ("POST", "/assets/page.css", 405, "GET, HEAD"),
                                              ("PUT", "/v1/evaluate", 405, "POST")):
            answer, _ = self.ask(method, path, "" if method != "OPTIONS" else None)
            self.assertEqual((answer.status, answer.headers["Allow"]), (status, allowed), (method, path))
        whole = {"answers": ANSWERS}
        for headers, kind in (({"Content-Encoding": "gzip"}, "application/json"), ({}, "application/json; charset=gbk"),
                              ({"Content-Encoding": "br"}, "application/jsonl")):
            path = "/v1/batch" if kind.endswith("jsonl") else "/v1/evaluate"
            self.assertEqual(self.ask("POST", path, whole, kind, headers)[0].status, 415, (headers, kind))
        self.assertEqual(self.ask("POST", "/v1/evaluate", whole, 'application/json; charset="UTF-8"')[0].status, 200)
        answer, text = self.ask("GET", "/nowhere", headers={"Accept": "text/html,*/*"})
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (404, "text/html; charset=utf-8"))
        self.assertIn("没有这一页", text.decode())

    def test_headers_are_strict_and_other_sites_are_refused(self):
        answer, _ = self.ask("GET", "/")
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        self.assertEqual((answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"], answer.headers["Referrer-Policy"]),
                         ("no-store", "nosniff", "same-origin"))
        for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
            self.assertEqual(self.ask("GET", "/", headers=headers)[0].status, 421)
        self.assertEqual(self.ask("GET", "/", headers={"Origin": self.address.rstrip("/")})[0].status, 200)
        ours = f"http://localhost:{self.port}"
        for origins, status in (((ours,), b"200"), ((ours, "http://evil.example"), b"421"), (("http://evil.example", ours), b"421"), ((ours, ours), b"421")):
            head = "".join(f"Origin: {one}\r\n" for one in origins)
            got = self.raw(f"GET / HTTP/1.1\r\nHost: localhost:{self.port}\r\n{head}Connection: close\r\n\r\n".encode())
            self.assertEqual(got.split()[1], status, origins)

    def raw(self, data, timeout=5):
        with socket.create_connection(("127.0.0.1", self.port), timeout) as client:
            client.settimeout(timeout)
            got = b""
            try:
                client.sendall(data)
                while piece := client.recv(65536):
                    got += piece
            except (ConnectionError, TimeoutError):
                pass
            return got

    def test_what_is_no_http_does_no_harm(self):
        host = f"Host: localhost:{self.port}\r\n".encode()
        for data in (b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /%zz HTTP/1.1\r\n" + host + b"\r\n",
                     b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
                     b"POST /v1/evaluate HTTP/1.1\r\n" + host + b"Content-Length: -5\r\n\r\n",
                     b"POST /v1/evaluate HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                     b"GET / HTTP/1.1\r\n" + host + host + b"\r\n"):
            got = self.raw(data)
            self.assertRegex(got.decode("latin-1"), r"^HTTP/1.1 4\d\d", data[:40])
        got = self.raw(b"POST /v1/evaluate HTTP/1.1\r\n" + host + b"Content-Length: 1000000000\r\n\r\n" + b"x" * 100_000)
        self.assertTrue(got.startswith(b"HTTP/1.1 413"), got[:60])
        self.assertEqual(self.ask("GET", "/healthz")[0].status, 200)

    def test_a_body_without_a_certain_end_is_never_the_next_request(self):
        host = f"Host: localhost:{self.port}\r\n".encode()
        hidden = b"GET /metrics HTTP/1.1\r\n" + host + b"\r\n"
        for version, coding in ((b"1.1", b"xchunked"), (b"1.1", b"identity"), (b"1.1", b"gzip"), (b"1.1", b"gzip, chunked"),
                                (b"1.1", b"chunked, identity"), (b"1.1", b'"chunked"'), (b"1.1", b"chunked;x=1"),
                                (b"1.0", b"chunked"), (b"1.1", b"chunked\r\nTransfer-Encoding: chunked")):
            got = self.raw(b"POST /v1/evaluate HTTP/" + version + b"\r\n" + host +
                           b"Content-Type: application/json\r\nTransfer-Encoding: " + coding + b"\r\n\r\n" + hidden)
            self.assertEqual(got.count(b"HTTP/1."), 1, (coding, got[:200]))
            self.assertRegex(got.decode("latin-1"), r"^HTTP/1.[01] [45]\d\d", coding)

    def test_a_host_has_no_case_and_may_stand_in_the_target(self):
        for line, status in ((b"GET /healthz HTTP/1.1\r\nHost: LocalHost:%d", b"200"),
                             (b"GET HTTP://localhost:%d/healthz HTTP/1.1\r\nHost: localhost:%d", b"200"),
                             (b"GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost:%d", b"400")):
            got = self.raw(line.replace(b"%d", str(self.port).encode()) + b"\r\nConnection: close\r\n\r\n")
            self.assertEqual(got.split()[1], status, line)

    def test_reading_takes_texts_and_says_why_it_cannot_read(self):
        for body in ({"name": "premium"}, {"text": "5"}, {"name": "premium", "text": 5}, {"name": "premium", "text": None}, {"name": 1, "text": "5"},
                     {"name": "premium", "text": "5", "lang": "zh"}, {"name": "premium", "text": "5", "part": "x"}, {"name": "nothing", "text": "5"}):
            self.assertEqual(self.ask("POST", "/v1/reading", body)[0].status, 400, body)
        for name, text, said in (("premium", "1万5", "读不准是多少"), ("premium", "一万五", "读不准是多少"), ("contract_date", "-2022-09-15", "不是日期")):
            made = json.loads(self.ask("POST", "/v1/reading", {"name": name, "text": text, "part": ""})[1])
            self.assertIsNone(made["reading"], text)
            self.assertIn(said, made["fault"]["zh"])
        made = json.loads(self.ask("POST", "/v1/reading", {"name": "loan_rate", "text": "年利率4.35%"})[1])
        self.assertEqual(made["fault"], None)

    def test_metrics_say_nothing_about_anybody(self):
        self.post("/v1/evaluate", {"size": "small", "note": "NEVER-SAID"})
        _, text = self.ask("GET", "/metrics")
        self.assertIn(b"huiqi_evaluations_total", text)
        self.assertNotIn(b"small", text)

    def form(self, text, **fields):
        sent = dict(Form(text).fields, **fields)
        answer, made = self.ask("POST", "/check", urllib.parse.urlencode(sent), "application/x-www-form-urlencoded")
        self.assertEqual(answer.status, 200)
        return made.decode()

    def test_the_whole_journey_as_plain_forms(self):
        page = self.ask("GET", "/?lang=zh")[1].decode()
        page = self.form(page, action="begin")
        self.assertIn("企业属于哪一类规模", page)
        page = self.form(page, action="next")   # an empty choice
        self.assertIn("请选择或填写一个回答", page)
        self.assertIn("<title>错误", page)
        page = self.form(page, v="small", action="next")
        page = self.form(page, v="false", action="next")
        page = self.form(page, v="2022年2月30日", action="next")
        self.assertIn("日历上没有", page)
        page = self.form(page, v="2022年9月15日", action="next")
        self.assertIn("读作 <strong>2022-09-15", page)
        page = self.form(page, v="1234.567", action="next")
        self.assertIn('id="v-error"', page)
        page = self.form(page, v="１２３4.56789万", action="next")
        self.assertIn("12,345,678.90 元", page)
        back = self.form(page, action="back")
        self.assertIn('value="12345678.9', back.replace("1234.56789万元", "12345678.9"))
        page = self.form(back, v="1234567.89", action="next")
        while "核对回答" not in page[page.index("<h1>"):page.index("</h1>")]:
            page = self.form(page, action="unknown")
        page = self.form(page, action="result")
        self.assertIn("还不能确定", page)
        self.assertIn("还缺这些回答", page)
        page = self.form(page, action="chart", axis="paid_amount")
        self.assertIn("<svg", page)
        self.assertIn("看数字表", page)
        page = self.form(page, action="compare", other="size", other_value="large")
        self.assertIn("合计", page[page.index('id="compare"'):])
        answer, text = self.ask("POST", "/check", urllib.parse.urlencode(dict(Form(page).fields, action="clear")), "application/x-www-form-urlencoded")
        self.assertEqual((answer.status, answer.headers["Location"], text), (303, "/?lang=zh", b""))   # reloading sends nothing again
        self.assertIn("storage", answer.headers["Clear-Site-Data"])

    def test_choices_have_labels_in_the_language_of_the_page_and_forms_send_values(self):
        for lang, label, read in (("zh", "小型", "读作 <strong>小型"), ("en", "Small", "read as <strong>Small")):
            page = self.form(self.ask("GET", "/?lang=" + lang)[1].decode(), action="begin")
            self.assertIn(f'value="small"><label for="v-small">{label}</label>', page)
            page = self.form(page, v="small", action="next")
            self.assertIn(read, page)
            self.assertEqual(json.loads(Form(page).fields["answers"]), {"size": "small"})

    def test_an_english_result_says_units_in_english_and_links_to_its_parts(self):
        with Served(SOURCE / "rules/benchmark") as served:
            page = served.result({name: str(value).lower() for name, value in ANSWERS.items()}, lang="en")
        self.assertNotRegex(page.split("<main", 1)[1].split("<footer", 1)[0], "[0-9]<span lang=\"zh-CN\">(元|年|月|天)</span>")
        for at in range(1, 6):
            self.assertIn(f'href="#incentive-{at}"', page)
            self.assertIn(f'<h2 id="incentive-{at}"', page)

    def test_what_is_typed_and_not_answered_comes_back(self):
        page = self.form(self.ask("GET", "/?lang=zh")[1].decode(), action="begin")
        page = self.form(page, v="small", action="next")
        page = self.form(page, v="false", action="next")
        page = self.form(page, v="77777", action="back")
        self.assertNotIn('value="77777"', page[page.index("</form>"):])
        page = self.form(page, v="false", action="next")
        self.assertIn('id="v" name="v" value="77777"', page)
        page = self.form(page, v="77778", action="lang")
        self.assertIn('id="v" name="v" value="77778"', page)
        self.assertIn('lang="en"', page)
        page = self.form(page, v="2022-09-15", action="next")
        self.assertNotIn("77778", page)

    def test_the_start_loses_no_answer(self):
        page = self.form(self.ask("GET", "/?lang=zh")[1].decode(), action="begin")
        page = self.form(page, v="small", action="next")
        page = self.form(page, v="false", action="next")
        for way in (("back", "back", "back"), ("start",)):
            start = page
            for action in way:
                start = self.form(start, action=action)
            self.assertIn('id="start"', start)
            self.assertIn("继续", start)
            self.assertEqual(json.loads(Form(start).fields["answers"]), {"size": "small", "related_party": "false"}, way)
            english = self.form(start, action="lang")
            self.assertIn("Go on", english)
            self.assertIn("Back", self.form(english, action="begin"))
        page = self.form(page, v="2022年", action="start")
        self.assertIn('value="2022年"', self.form(page, action="begin"))

    def test_what_the_rules_cannot_calculate_names_the_answers_and_keeps_the_other_sums(self):
        answers = dict(ANSWERS, repaid_on_time=True, loan_principal="5000000.00", loan_rate="0.0435",
                       loan_start="2022-01-01", loan_end="2021-06-30")
        _, decided = self.post("/v1/evaluate", answers)
        broken = next(one for one in decided["incentives"] if one["state"] == "error")
        self.assertEqual((broken["errors"][0]["code"], bool(broken["errors"][0]["zh"]), bool(broken["errors"][0]["en"])), ("R12", True, True))
        others = sum(decimal.Decimal(one["award"]) for one in decided["incentives"] if one["award"])
        page = self.form(self.form(self.ask("GET", "/?lang=zh")[1].decode(), action="begin"), answers=json.dumps(answers), screen="result", action="result")
        self.assertIn("请核对这些回答", page)
        self.assertIn("2021-06-30", page[page.index("请核对这些回答"):])
        self.assertNotIn("上限未定", page)
        self.assertIn(f"{others:,.2f}", page[page.index("不是合计"):])

    def test_damaged_answers_are_said_to_be_damaged(self):
        for answers in ("{", '{"size": "tiny"}', "[1]"):
            body = urllib.parse.urlencode({"answers": answers, "lang": "zh", "screen": "result", "action": "result"})
            answer, text = self.ask("POST", "/check", body, "application/x-www-form-urlencoded")
            self.assertEqual(answer.status, 200)
            self.assertIn('role="alert"', text.decode().replace('<div id="damaged" hidden><div class="summary" role="alert">', ""), answers)

    def test_text_of_a_person_is_never_markup(self):
        page = self.form(self.ask("GET", "/")[1].decode(), action="begin")
        page = self.form(page, v="small", action="next")
        page = self.form(page, v="false", action="next")
        page = self.form(page, v="\"><script>alert(1)</script>", action="next")
        self.assertNotIn("<script>alert", page)
        self.assertEqual(self.ask("GET", "/rules/%3Cscript%3E")[0].status, 404)

    def test_rules_are_shown_with_their_clauses(self):
        _, text = self.ask("GET", "/rules/benchmark.transaction?lang=en")
        for said in ("Award on patent transactions", "rule 1", "size &lt;= medium", "exactly half a cent goes up"):
            self.assertIn(said, text.decode())
        self.assertIn("transaction.yaml:", text.decode())
        self.assertNotIn(str(SOURCE), text.decode())   # where the server keeps its files is nobody's matter


class Served:
    """A server of other rules for one test."""

    def __init__(self, rules):
        self.process = subprocess.Popen([PROGRAM, "serve", str(SOURCE / rules), "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.search(r":(\d+)/", self.process.stdout.readline()).group(1))
        self.rules = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=10)

    def begun(self):
        return self.check({"action": "begin", "lang": "zh"})

    def result(self, answers, **fields):
        """The result of answers that were given for these rules."""
        self.rules = self.rules or Form(self.begun()).fields["rules"]
        return self.check({"answers": json.dumps(answers), "lang": "zh", "screen": "result", "action": "result", "rules": self.rules, **fields})

    def step(self, page, **fields):
        return self.check(dict(Form(page).fields, **fields))

    def check(self, fields):
        body = urllib.parse.urlencode(fields)
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        connection.request("POST", "/check", body, {"Content-Type": "application/x-www-form-urlencoded"})
        text = connection.getresponse().read().decode()
        connection.close()
        return text


class Items(unittest.TestCase):
    """A list of payments, of which some are not made yet: 实付日 may be none."""

    RULES = "rules/samples/ankang-sample-district-interest-batch.yaml"
    BEFORE = {"申报日": "2025-09-24", "申请主体": "企业", "质押物": "商标", "放款日": "2024-06-26"}

    @staticmethod
    def item(*fields):
        return {"rows": "1", "row.0": "1", **{f"v.0.{at}": text for at, text in enumerate(fields)}}

    def at_list(self, served):
        page = served.check({"lang": "zh", "action": "begin"})
        while (at := Form(page).fields["at"]) != "付息":
            page = served.step(page, v=self.BEFORE[at], action="next") if at in self.BEFORE else served.step(page, action="unknown")
        return page

    def test_a_field_that_may_be_none_is_left_empty_and_the_list_is_not_asked_again(self):
        with Served(self.RULES) as served:
            page = self.at_list(served)
            self.assertIn("没有就空着", page)
            for typed, kept in (("", None), ("无", None), ("没有", None), ("不清楚", {"?": ""}), ("2025-01-02", "2025-01-02")):
                after = served.step(page, action="next", **self.item("2024-07-01", "2024-12-31", "2024-12-31", typed, "1000"))
                self.assertNotEqual(Form(after).fields["at"], "付息", typed)
                self.assertEqual(json.loads(Form(after).fields["answers"])["付息"][0]["实付日"], kept, typed)

    def test_a_field_that_is_missing_is_named_and_may_be_left_open(self):
        with Served(self.RULES) as served:
            page = self.at_list(served)
            for item, said, at in ((("2024-07-01", "2024-12-31", "", "2024-12-31", "1000"), "第 1 项的“应付日”没有填", "v.0.2"),
                                   (("", "", "", "", ""), "第 1 项还没有填", "v.0.0")):
                after = served.step(page, action="next", **self.item(*item))
                self.assertEqual(Form(after).fields["at"], "付息")
                self.assertIn(said, after)
                self.assertIn(f'<a href="#{at}">', after)
            after = served.step(page, action="next", **self.item("2024-07-01", "2024-12-31", "2024-12-31", "", "不清楚"))
            self.assertNotEqual(Form(after).fields["at"], "付息")
            self.assertIn('value="不清楚"', served.step(after, action="back"))

    def test_not_to_know_a_list_keeps_what_was_typed(self):
        with Served(self.RULES) as served:
            page = self.at_list(served)
            after = served.step(page, action="unknown", **self.item("2024-07-01", "2024-12-31", "", "", "1000"))
            self.assertEqual(json.loads(Form(after).fields["answers"])["付息"], {"?": ""})
            back = served.step(after, action="back")
            self.assertEqual(Form(back).fields["at"], "付息")
            self.assertIn('name="v.0.0" value="2024-07-01"', back)
            self.assertIn('name="v.0.4" value="1000"', back)


class WithoutTitle(unittest.TestCase):
    def test_an_incentive_without_a_title_is_called_by_its_id(self):
        with Served("rules/cookbook/settlement/budget/rent.yaml") as served:
            for page in (served.check({"lang": "zh", "action": "start", "answers": '{"租金":"100"}'}), served.result({"租金": "100"}),
                         served.result({"租金": "100"}, lang="en")):
                self.assertIn("手册.租金", page[page.index("<title>"):page.index("</title>")] + page[page.index("<h1>"):])
                self.assertNotRegex(page, r"<(title|h1|h2|h3|a [^>]*)>\s*</")


class Unfinished(unittest.TestCase):
    """Many large bodies that never come whole."""

    def metric(self, served, name):
        connection = http.client.HTTPConnection("localhost", served.port, timeout=20)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        return int(re.search(rf"^{name} (\d+)$", text, re.M).group(1))

    def head(self, served, length):
        return (f"POST /v1/evaluate HTTP/1.1\r\nHost: localhost:{served.port}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {length}\r\n\r\n").encode()

    def refused(self, clients):
        """How many are told so, with when to come again."""
        told, until = 0, time.monotonic() + 20
        waiting = list(clients)
        while waiting and told <= 10 and time.monotonic() < until:
            for client in select.select(waiting, [], [], 1)[0]:
                waiting.remove(client)
                try:
                    answer = client.recv(65536)
                except OSError:
                    continue
                told += answer.startswith(b"HTTP/1.1 503") and b"Retry-After: 5" in answer
        return told

    def test_all_together_have_one_budget_and_small_requests_pass(self):
        with Served("rules/benchmark/transaction.yaml") as served:
            clients = []
            for _ in range(90):
                client = socket.create_connection(("localhost", served.port), 20)
                clients.append(client)
                try:
                    client.sendall(self.head(served, 1 << 20) + b" " * 1_000_000)
                except OSError:
                    pass
            self.assertLessEqual(self.metric(served, "huiqi_unfinished_bytes"), 64 << 20)
            self.assertGreater(self.refused(clients), 10)   # for these there is no room any more
            connection = http.client.HTTPConnection("localhost", served.port, timeout=20)
            connection.request("POST", "/v1/evaluate", json.dumps({"answers": ANSWERS}), {"Content-Type": "application/json"})
            self.assertEqual(connection.getresponse().status, 200)
            connection.close()
            for client in clients:
                client.close()
            self.given_back(served)

    def given_back(self, served):
        for _ in range(100):
            if self.metric(served, "huiqi_unfinished_bytes") == 0:
                break
            time.sleep(0.1)
        self.assertEqual(self.metric(served, "huiqi_unfinished_bytes"), 0)
        with socket.create_connection(("localhost", served.port), 20) as client:
            client.sendall(self.head(served, 500_000) + b" " * 500_000)
            self.assertIn(b"HTTP/1.1 400", client.recv(65536))   # large, and no JSON

    def test_answers_to_a_body_of_lines_that_nobody_takes_do_not_pile_up(self):
        with Served("rules/benchmark/transaction.yaml") as served:
            clients = []
            for _ in range(8):   # a blank line of one byte is answered by more than a hundred
                client = socket.create_connection(("localhost", served.port), 20)
                client.settimeout(0.5)
                clients.append(client)
                head = (f"POST /v1/batch HTTP/1.1\r\nHost: localhost:{served.port}\r\nContent-Type: application/jsonl\r\n"
                        f"Content-Length: {1 << 20}\r\n\r\n").encode()
                try:
                    client.sendall(head + b"\n" * (1 << 20))
                except OSError:
                    pass
            self.assertLess(self.metric(served, "huiqi_unfinished_bytes"), 8 << 20)
            for client in clients:
                client.close()


class Browser(unittest.TestCase):
    def page(self, served, path):
        connection = http.client.HTTPConnection("localhost", served.port, timeout=20)
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text

    def test_nobody_waits_while_all_cases_are_run_for_the_rules_browser(self):
        with Served("rules/benchmark") as served:
            answer, text = self.page(served, "/rules")
            if answer.status == 503:   # it has just begun: whoever asks is told at once, and the page asks again by itself
                self.assertEqual((answer.headers["Retry-After"], answer.headers["Refresh"]), ("2", "2"))
                self.assertIn("正在准备", text)
                self.assertEqual(self.page(served, "/")[0].status, 200)
            for _ in range(600):
                if answer.status != 503:
                    break
                time.sleep(0.1)
                answer, text = self.page(served, "/rules")
            self.assertEqual(answer.status, 200)
            self.assertIn("benchmark.transaction", text)
            self.assertIn("huiqiIndex", self.page(served, "/search-index.js")[1])

    def test_a_server_ends_at_once_though_cases_are_still_run(self):
        served = Served("rules/benchmark")
        begun = time.monotonic()
        served.__exit__()
        self.assertLess(time.monotonic() - begun, 8)


class Results(unittest.TestCase):
    def test_the_chart_marks_where_bands_end(self):
        with Served("rules/benchmark/equipment.yaml") as served:
            page = served.result({"equipment_sales": "12000000"}, action="chart", axis="equipment_sales")
            chart = page[page.index('id="chart"'):page.index('id="compare"')]
            self.assertIn("◇ 在 5,000,000.00 元 处转折：此前每多 100.00 元，金额多 5.00 元；此后多 3.00 元", chart)
            self.assertIn("◇ 在 20,000,000.00 元 处转折：此前每多 100.00 元，金额多 3.00 元；此后多 1.00 元", chart)
            self.assertIn("不再增加，停在 2,000,000.00 元", chart)
            self.assertEqual(chart.count('class="bend"'), 3)     # the cap is a bend too
            self.assertEqual(chart.count("（转折）"), 2)
            self.assertNotIn("可能还有没有标出的转折", chart)
            english = served.result({"equipment_sales": "12000000"}, action="chart", axis="equipment_sales", lang="en")
            self.assertIn("◇ at 5,000,000.00 yuan it bends: before, each further 100.00 yuan brings 5.00 yuan; from here on 3.00 yuan", english)

    def test_the_chart_holds_the_answer_and_marks_jumps_and_levels_where_they_are(self):
        loan = {"本金": "100000", "贷款月数": "12", "年利率": "4.35", "LPR": "3.65", "三江或融水": "否"}
        with Served("rules/published/liuzhou-startup-loan-interest") as served:
            page = served.result(loan, action="chart", axis="本金")
            chart = page[page.index('id="chart"'):page.index('id="compare"')]
            self.assertIn("您的回答 100,000.00 元：2,200.00 元", chart)
            self.assertNotIn('class="cap"', chart)     # nothing caps it
            self.assertNotIn("不再增加", chart)
            self.assertIn("200,000.00 元", chart)      # twice the answer: the rule bounds nothing
        sale = dict(ANSWERS, related_party="false", contract_amount="100000000", paid_amount="600000")
        with Served("rules/benchmark/transaction.yaml") as served:
            page = served.result(sale, action="chart", axis="paid_amount")
            chart = page[page.index('id="chart"'):page.index('id="compare"')]
            self.assertIn("在 10,000.00 元 处跳变：0.00 元 → 500.00 元", chart)
            self.assertIn("从 9,999,999.90 元 起不再增加，停在 500,000.00 元", chart)   # 5 % of it rounds to 500 000.00
            self.assertIn("已经支付多少元？", chart[chart.index("<thead>"):])
            self.assertIn("（跳变）", chart)
            self.assertIn("（不再增加）", chart)
        with Served("rules/benchmark") as served:      # cut to whole yuan the premium goes up by one yuan everywhere: no jump
            page = served.result({"size": "small", "insured": "pledge", "premium": "12345.00"}, action="chart", axis="premium")
            self.assertNotIn("处跳变", page[page.index('id="chart"'):page.index('id="compare"')])

    def test_what_was_never_answered_may_be_tried(self):
        answers = {name: value for name, value in ANSWERS.items() if name not in ("paid_amount", "contract_amount")}
        with Served("rules/benchmark/transaction.yaml") as served:
            page = served.result(answers, action="compare", other="paid_amount", other_value="1000000", other2="contract_amount", other_value2="1000000")
            compare = page[page.index('id="compare"'):]
            self.assertIn('<option value="paid_amount" selected>', compare)
            self.assertIn("50,000.00 元", compare[compare.index("<tbody>"):])

    def test_values_stand_behind_the_steps_and_items_in_their_lists(self):
        answers = {"申请主体": "企业", "引进方式": "许可", "合同签订日": "2022-03-01", "先进技术": "true", "已转化实施": "true", "合同金额": "300", "技术合同登记额": "300",
                   "付款": [{"付款日": "2022-04-01", "付款额": "2000000", "已退回": "false"}, {"付款日": "2022-04-02", "付款额": "1000000", "已退回": "true"}],
                   "已获奖补额": "0", "其他地区已奖补": "false", "关联交易": "false", "企业规模": "小型"}
        with Served("rules/samples/jiangsu-sample-city-patent-introduction.yaml") as served:
            page = served.result(answers)
            for said in ("2,000,000.00 元 × 奖补比例 5% = 100,000.00 元", "100,000.00 元不超过上限 单项上限 500,000.00 元，不变",
                         "<code>乘：奖补比例</code>", "<strong>实际成交额</strong> 2,000,000.00 元 = 孰低(实付额 2,000,000.00 元, ", "拦截：退回的款项超过合同金额的20%",
                         "付款日 2022-04-02，付款额 1,000,000.00 元，已退回 是"):
                self.assertIn(said, page)

    def test_names_are_told_by_their_labels_in_both_languages(self):
        with Served("rules/benchmark") as served:
            answers = {"loan_principal": "5000000", "loan_rate": "0.0435", "loan_start": "2022-01-10", "loan_end": "2023-01-10", "repaid_on_time": "true", "size": "small"}
            self.assertIn("贷款本金 5,000,000.00 元 × 合同年利率 4.35%/年 × 折年(放款日 2022-01-10, ", served.result(answers))
            self.assertIn("Loan principal 5,000,000.00 yuan × Rate of the loan 4.35%/year × year fraction(First day of the loan 2022-01-10, ", served.result(answers, lang="en"))

    def test_large_type_and_the_other_language_keep_what_is_wrong_and_what_was_typed(self):
        with Served("rules/benchmark") as served:
            page = served.begun()
            while Form(page).fields["at"] != "paid_amount":
                page = served.step(page, action="unknown")
            wrong = served.step(page, v="1.001", action="next")
            for action, said in (("large", "错误："), ("lang", "Error: ")):
                shown = served.step(wrong, v="1.001", action=action)
                self.assertIn(said, shown)
                self.assertIn('value="1.001"', shown)
                again = served.step(shown, v="1.001", action="large")
                self.assertIn(said, again)
            self.assertNotIn("错误：", served.step(page, v="1.001", action="large"))   # nothing was said of it yet
            self.assertNotIn("错误：", served.step(wrong, v="1.01", action="large"))

    def test_a_chart_and_a_comparison_stand_beside_each_other(self):
        with Served("rules/benchmark") as served:
            answers = {"size": "small", "insured": "pledge", "premium": "12345.00"}
            changed = {"other": "size", "other_value": "large", "other2": "premium", "other_value2": "x"}
            drawn = served.result(answers, action="chart", axis="premium", compared="1", **changed)
            compared = served.result(answers, action="compare", axis="premium", drawn="1", **changed)
            larger = served.result(answers, action="large", axis="premium", drawn="1", compared="1", **changed)
            for page in (drawn, compared, larger):
                self.assertIn("<svg", page)
                self.assertIn('aria-invalid="true" aria-describedby="other_error2" value="x"', page)
                bar, chart, comparison = page[:page.index("<main")], page[page.index('id="chart"'):page.index('id="compare"')], page[page.index('id="compare"'):]
                for form, kept in ((bar, "drawn"), (bar, "compared"), (chart, "compared"), (comparison, "drawn")):
                    self.assertIn(f'name="{kept}" value="1"', form)
            page = served.result(answers, action="compare", axis="premium", drawn="1", other="size", other_value="large")
            self.assertIn("<svg", page)
            self.assertIn("✗ 不符合", page[page.index('id="compare"'):])

    def test_what_is_wrong_in_a_list_names_the_item(self):
        with Served("rules/samples/jiangsu-sample-city-patent-introduction.yaml") as served:
            page = served.begun()
            while Form(page).fields["at"] != "付款":
                page = served.step(page, action="unknown")
            items = {"rows": "1", "row.0": "1", "v.0.0": "2022-04-01", "v.0.1": "1", "v.0.2": "false", "row.1": "1", "v.1.0": "2022-02-30", "v.1.1": "1", "v.1.2": ""}
            page = served.step(page, action="next", **items)
            self.assertIn("第 2 项的“付款日”：", page)
            self.assertIn("第 2 项的“已退回”没有填", page)
            self.assertIn("第 2 项的“付款日”：", served.step(page, action="large", **items))

    def test_documents_are_grouped_with_what_they_prove(self):
        with Served("rules/benchmark") as served:
            page = served.result({"size": "small", "insured": "pledge", "premium": "12345.00"})
            documents = page[page.index('class="documents"'):]
            self.assertIn("<li>知识产权保险保费补贴：保费；险种</li>", documents)

    def test_what_is_due_now_and_who_pays_stand_on_the_page(self):
        with Served("rules/cookbook/instalments.yaml") as served:
            answers = {"首次入库": "true", "入库日": "2024-01-01"}
            page = served.result(answers)
            for part in (page[page.index('class="total"'):page.index('class="incentives"')], page[page.index('class="incentives"'):]):
                self.assertIn("按这些回答现在应付 100,000.00 元；另有 100,000.00 元 以后复核通过才付", part)
            for said in ("<h3>分期支付</h3>", "第一年：100,000.00 元，2024-01-01，应付", "第三年：40,000.00 元，2026-01-01，复核通过才付（第三年仍在库）", "解释：第二年从入库日起满一年算"):
                self.assertIn(said, page)
            self.assertIn("Due now by these answers: 100,000.00 yuan; 100,000.00 yuan more only once it is checked again", served.result(answers, lang="en"))
            self.assertNotIn("现在应付", served.result(dict(answers, 首次入库="false")))
        with Served("rules/cookbook/shares-of-payers.yaml") as served:
            page = served.result({"费用": "2000"})
            for said in ("<h3>谁来付</h3>", "市级：300.00 元（奖补的 30%）", "县级：300.00 元（其余部分）"):
                self.assertIn(said, page)
            self.assertIn("谁来付", served.result({}, action="result"))   # also where the amount is still open

    def test_parts_have_their_amounts_on_the_page(self):
        with Served("rules/published/toulouse-velo") as served:
            page = served.result({"income_per_share": "8000", "bicycle": "electric", "price": "1000"})
            self.assertIn('<span lang="en">grant</span> 250.00 欧元', page)
            self.assertNotIn("没有金额", page)
            self.assertNotIn("0.00 元", page.replace("250.00 欧元", "").replace("18,800.00", ""))


if __name__ == "__main__":
    unittest.main()
