"""Lists that leave: the one for the public, masked, and the one for the bank, checked before and read back after."""

import csv
import hashlib
import io
import shutil
import sqlite3
import subprocess
import unittest

from program import FolderTest

FILES = {
    "rules/甲.yaml": """种类: 事项
编号: 例.甲
名称: 设备奖补
申报:
  设备额: {类型: 金额, 小数: 2, 范围: 0元以上}
条件:
  - {编号: 有投入, 要求: 设备额 > 0, 不符合时: 没有设备投入}
奖补:
  - 基数: 设备额
  - 乘: 30%
  - 取整: 四舍五入到分
""",
    "rules/组合.yaml": """种类: 组合
编号: 例.组合
事项: [例.甲]
主键: {申请: 申请编号, 申请人: 企业名称}
总额上限: {每: 申请人, 上限: 2万元, 扣减: 后列先扣}
""",
    # 30 %: 30000.17 (limit 20000.00), 3.00, 0 (refused), 300.03
    "data.csv": """申请编号,企业名称,联系人,身份证,电话,账号,设备额
A1,甲公司,张三丰,11010519491231002X,13812345678,6222020200112233446,100000.55
A2,"=乙,公司",李四,110105194912310021,010-1234567,1001234567,10
A3,丙公司,王,440524188001010014,13700000000,1002,0
A4,丁公司,欧阳修,,,0001234567890123,1000.10
""",
    "public.yaml": """标题: 拟拨付名单 <b>
说明: 有异议的请反映
列:
  - {标题: 序号, 取: 序号}
  - {标题: 企业, 取: 企业名称, 类别: 企业}
  - {标题: 联系人, 取: 联系人, 类别: 姓名}
  - {标题: 身份证, 取: 身份证, 类别: 证件}
  - {标题: 电话, 取: 电话, 类别: 电话}
  - {标题: 账号, 取: 账号, 类别: 账号}
  - {标题: 事项, 取: 事项名称}
  - {标题: 核定, 取: 核定}
  - {标题: 金额, 取: 金额}
排序: [金额 降序]
""",
    "bank.yaml": """列:
  - {标题: 序号, 取: 序号}
  - {标题: 收款人, 取: 企业名称, 最长: 10}
  - {标题: 账号, 取: 账号, 只许: 数字}
  - {标题: 金额, 取: 金额}
  - {标题: 用途, 写: 设备奖补}
  - {标题: 编号, 取: 申请编号}
编码: GBK
分隔符: "|"
行尾: CRLF
金额单位: 分
表头: 无
每份行数: 2
不许字符: "|'<>"
""",
}


class Folder(FolderTest):
    files = FILES

    def edit(self, name, *changes):
        text = (self.folder / name).read_text(encoding="utf-8")
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        self.write(name, text)

    def huiqi(self, *arguments, code=0):
        done = self.process("--lang", "zh", *arguments, code=code)
        return done.stdout + done.stderr

    def batch(self, step, by, *more, code=0):
        return self.huiqi("batch", step, "一", "--ledger", "台账.db", "--by", by, *more, code=code)

    def to_approved(self):
        self.huiqi("settle", "rules", "data.csv", "-o", "结算.csv", "--ledger", "台账.db", "--batch", "一", "--by", "张", "--force")
        self.batch("submit", "张")
        self.batch("review", "李")
        self.batch("approve", "王", "--budget", "2150805", "--amount", "100000", "--at", "2025-07-01T04:00:00Z")

    def table(self, name):
        return list(csv.reader(io.StringIO((self.folder / name).read_text(encoding="utf-8-sig"))))


class PublicationTest(Folder):
    def publish(self, output, *more, code=0):
        return self.huiqi("report", "publication", "rules", "data.csv", "--profile", "public.yaml", "-o", output, *more, code=code)

    def test_masks_by_class_sorted_with_sum_and_days(self):
        said = self.publish("p.csv", "--from", "2025-06-28", "--to", "2025-07-04")
        self.assertIn("公示 3 行，合计 20303.03 元", said)
        rows = self.table("p.csv")
        self.assertEqual(rows[1:], [
            ["1", "甲公司", "张**", "110***********002X", "138****5678", "6222***********3446", "设备奖补", "30000.17", "20000.00"],
            ["2", "丁公司", "欧**", "", "", "0001********0123", "设备奖补", "300.03", "300.03"],
            ["3", "'=乙,公司", "李*", "110***********0021", "********567", "1*********", "设备奖补", "3.00", "3.00"],
            ["合计", "", "", "", "", "", "", "30303.20", "20303.03"],
            ["公示期：2025-06-28 至 2025-07-04，共 7 天"] + [""] * 8,
            ["有异议的请反映"] + [""] * 8,
        ])

    def test_the_same_list_from_a_ledger_once_it_is_reviewed(self):
        self.publish("rules.csv")
        self.huiqi("settle", "rules", "data.csv", "-o", "结算.csv", "--ledger", "台账.db", "--batch", "一", "--by", "张")
        ledger = ("report", "publication", "--ledger", "台账.db", "--batch", "一", "--profile", "public.yaml", "-o", "ledger.csv")
        self.assertIn("L004", self.huiqi(*ledger, code=77))
        self.batch("submit", "张")
        self.batch("review", "李")
        (self.folder / "data.csv").unlink()    # the ledger keeps what was decided
        self.huiqi(*ledger)
        self.assertEqual((self.folder / "ledger.csv").read_bytes(), (self.folder / "rules.csv").read_bytes())

    def test_a_page_on_which_nothing_runs(self):
        self.publish("p.html", "--from", "2025-06-28", "--to", "2025-07-04")
        page = (self.folder / "p.html").read_text(encoding="utf-8")
        for words in ("拟拨付名单 &lt;b&gt;", "张**", "20303.03", "公示期", "有异议的请反映"):
            self.assertIn(words, page)
        for words in ("13812345678", "张三丰", "<script", "11010519491231002X", "6222020200112233446"):
            self.assertNotIn(words, page)

    def test_personal_data_without_a_class_are_refused(self):
        for heading, kind in (("身份证", "证件"), ("电话", "电话"), ("账号", "账号")):
            self.write("public.yaml", FILES["public.yaml"].replace(f"取: {heading}, 类别: {kind}", f"取: {heading}"))
            said = self.publish("p.csv", code=65)
            self.assertIn("D222", said)
            self.assertIn("类别: " + kind, said)
            self.assertNotIn("13812345678", said)
        self.assertFalse((self.folder / "p.csv").exists())

    def test_personal_data_are_seen_however_they_are_typed(self):
        self.edit("public.yaml", ("取: 联系人, 类别: 姓名", "取: 联系人"))
        for text in ("138-0000-0001", "138 0000 0001", "１３８００００００００", "+86 138 0000 0001", "008613800000001", "电话：138\u200b00000001",
                     "13800000001 13900000001", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002x",
                     "110105491231002", "138.0000.0001", "(138)00000001", "（138）00000001", "138_0000_0001", "013800000001", "0138 0000 0001", "110105194912310021",
                     "6225880112345678", "6225 8801 1234 5678", "6225-8801-1234-5678", "4392 2500 1234 5678 901", "010-12345678", "0755-83001234", "075583001234", "G12345678", "护照 E12345678", "EA1234567", "6222 0202 0011 2233 446", "6222-0202-0011-2233-446"):
            self.write("data.csv", FILES["data.csv"].replace("张三丰", f'"{text}"'))
            with self.subTest(text):
                said = self.publish("p.csv", code=65)
                self.assertIn("D222", said)
                self.assertNotIn(text, said)
        # numbers that only look alike: of applications, patents, contracts, credit codes, a land line, an amount
        for text in ("440300-250601-001", "ZL 2019 1 0123456.7", "2025-06-01", "91440300MA5DXXXX1X", "13800000.01", "2025060100000001", "440300202506010001", "S20250001", "D00000012", "2025-06-01 2025-07-04", "138000000.01", "12,345,678.90", "第138号00000001", "HT13800000001"):
            self.write("data.csv", FILES["data.csv"].replace("张三丰", f'"{text}"'))
            with self.subTest(text):
                self.publish("p.csv", "--force")

    def test_no_more_than_half_of_a_land_line_is_shown(self):
        for text, shown in (("010-12345678", "*********678"), ("138-0000-0001", "138******0001"), ("１３８００００００００", "１３８****００００"), ("0755-8300123456", "075********3456")):
            self.write("data.csv", FILES["data.csv"].replace("13812345678", text))
            self.publish("p.csv", "--force")
            self.assertEqual(self.table("p.csv")[1][4], shown)

    def test_a_profile_that_is_wrong(self):
        for old, new in (("类别: 姓名", "类别: 人"), ("取: 联系人", "去: 联系人"), ("排序: [金额 降序]", "排序: [奖金]"), ("标题: 核定", "标题: 金额")):
            self.write("public.yaml", FILES["public.yaml"].replace(old, new))
            self.assertIn("D220", self.publish("p.csv", code=2))
        self.write("public.yaml", FILES["public.yaml"].replace("取: 联系人", "取: 联络人"))
        self.assertIn("联络人", self.publish("p.csv", code=65))

    @unittest.skipUnless(shutil.which("soffice"), "no LibreOffice")
    def test_a_workbook_sums_to_our_total_in_libreoffice(self):
        self.publish("p.xlsx")
        subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder}/profile", "--headless", "--convert-to",
                        "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", "office", "p.xlsx"],
                       cwd=self.folder, capture_output=True, check=True, timeout=120)
        rows = self.table("office/p.csv")
        self.assertEqual(round(sum(float(row[8].replace(",", "")) for row in rows[1:4]), 2), 20303.03)
        self.assertEqual(rows[4][8], "20,303.03")
        self.assertEqual(rows[2][5], "0001********0123")


class PaymentTest(Folder):
    def pay(self, output, *more, code=0):
        return self.batch("pay", "赵", "--day", "2025-07-10", "--at", "2025-07-10T04:00:00Z", "--profile", "bank.yaml", "-o", output, *more, code=code)

    def paid(self):
        with sqlite3.connect(self.folder / "台账.db") as base:
            return base.execute("SELECT COUNT(*) FROM payment").fetchone()[0]

    def test_what_the_list_may_not_hold_is_refused_before_anything_is_paid(self):
        self.to_approved()
        said = self.pay("b.txt", code=65)
        for words in ("A2 (收款人)", "D221", "公式"):
            self.assertIn(words, said)
        self.edit("bank.yaml", ("最长: 10", "最长: 2"), ("不许字符: \"|'<>\"", "不许字符: \"丁\""), ("取: 账号", "取: 身份证"))
        said = self.pay("b.txt", code=65)
        for words in ("A4 (账号)", "是空的", "A1 (账号)", "只许数字", "最多 2", "不许的字符“丁”"):
            self.assertIn(words, said)
        self.assertEqual(self.paid(), 0)
        self.assertEqual(list(self.folder.glob("b.*")), [])

    def test_a_character_that_gbk_lacks(self):
        self.edit("data.csv", ('"=乙,公司"', "𠮷公司"))
        self.to_approved()
        self.assertIn("GBK 里没有“𠮷”字", self.pay("b.txt", code=65))

    def test_what_gbk_is_read_otherwise_is_refused_before_anything_is_paid(self):
        for character, shown in (("€", "€"), ("\ue7c7", "U+E7C7"), ("\uf8f5", "U+F8F5"), ("\u200b", "U+200B")):
            with self.subTest(shown):
                self.write("data.csv", FILES["data.csv"].replace('"=乙,公司"', f"乙{character}司"))
                (self.folder / "台账.db").unlink(missing_ok=True)
                self.to_approved()
                said = self.pay("b.txt", code=65)
                self.assertIn(f"GBK 里没有“{shown}”字", said)
                self.assertIn("huiqi batch object 一 --application A2", said)   # the way out
                self.assertEqual(self.paid(), 0)
                self.assertEqual(list(self.folder.glob("b.*")), [])
        # the others are paid now, this one when it is decided on
        self.batch("object", "李", "--application", "A2", "--reason", "户名里有看不见的字")
        self.assertIn("清单 2 笔 20300.03 元，读回核对无误", self.pay("b.txt"))

    def test_a_profile_is_checked_long_before_payment(self):
        self.huiqi("settle", "rules", "data.csv", "-o", "结算.csv", "--ledger", "台账.db", "--batch", "一", "--by", "张")
        check = ("batch", "check", "一", "--ledger", "台账.db", "--profile", "bank.yaml")
        said = self.huiqi(*check, code=65)
        for words in ("A2 (收款人)", "D221", "公式"):
            self.assertIn(words, said)
        self.edit("data.csv", ('"=乙,公司"', "乙公司"))
        (self.folder / "台账.db").unlink()
        self.to_approved()
        self.assertIn("应付的 3 笔都可以写进", self.huiqi(*check))
        self.assertEqual(self.paid(), 0)

    def test_a_list_as_the_bank_wants_it(self):
        self.edit("data.csv", ('"=乙,公司"', "乙公司"))
        self.to_approved()
        said = self.pay("b.txt")
        self.assertIn("清单 3 笔 20303.03 元，读回核对无误", said)
        self.assertEqual((self.folder / "b.1.txt").read_bytes().decode("gbk"),
                         "1|甲公司|6222020200112233446|2000000|设备奖补|A1\r\n2|乙公司|1001234567|300|设备奖补|A2\r\n")
        self.assertEqual((self.folder / "b.2.txt").read_bytes().decode("gbk"), "3|丁公司|0001234567890123|30003|设备奖补|A4\r\n")
        digest = [hashlib.sha256((self.folder / f"b.{part}.txt").read_bytes()).hexdigest() for part in (1, 2)]
        self.assertEqual(self.table("b.totals.csv"), [["文件", "笔数", "合计（元）", "SHA-256"], ["b.1.txt", "2", "20003.00", digest[0]],
                                                      ["b.2.txt", "1", "300.03", digest[1]], ["合计", "3", "20303.03", ""]])
        # once more: nothing is paid, the same list is written
        before = (self.folder / "b.1.txt").read_bytes()
        self.assertIn("D205", self.pay("b.txt", code=73))
        self.pay("b.txt", "--force")
        self.assertEqual((self.folder / "b.1.txt").read_bytes(), before)
        self.assertEqual(self.paid(), 3)
        # in one file beside the parts of before: whoever sends b*.txt pays twice
        self.edit("bank.yaml", ("每份行数: 2\n", ""))
        self.assertIn("b.1.txt … b.2.txt", self.pay("b.txt", "--force", code=73).replace(str(self.folder) + "/", ""))
        self.assertFalse((self.folder / "b.txt").exists())

    def test_each_payer_gets_a_list_of_its_share(self):
        self.edit("rules/组合.yaml", ("总额上限:", "分担: [{方: 市级, 比例: 33%, 取整: 四舍五入到分}, {方: 区级, 余额: 是}]\n总额上限:"))
        self.edit("data.csv", ("=乙,公司", "乙公司"))
        self.edit("bank.yaml", ("每份行数: 2\n", ""), ("写: 设备奖补", "取: 付款方"))
        self.to_approved()
        said = self.pay("付.csv", "--by-payer")
        self.assertIn("市级清单 3 笔 6700.00 元", said)
        self.assertIn("区级清单 3 笔 13603.03 元", said)
        self.assertIn("各付款方清单合计 20303.03 元，就是这次拨付的全部", said)
        lists = {payer: [line.split("|") for line in (self.folder / f"付.{payer}.csv").read_bytes().decode("gbk").split("\r\n")[:-1]]
                 for payer in ("市级", "区级")}
        amounts = {payer: {row[5]: int(row[3]) for row in rows} for payer, rows in lists.items()}
        # 33 % of 20000.00, 3.00 and 300.03 (99.0099)
        self.assertEqual(amounts, {"市级": {"A1": 660000, "A2": 99, "A4": 9901}, "区级": {"A1": 1340000, "A2": 201, "A4": 20102}})
        self.assertEqual({row[4] for row in lists["市级"]}, {"市级"})
        self.assertTrue((self.folder / "付.市级.totals.csv").exists())
        self.assertFalse((self.folder / "付.csv").exists())
        self.edit("bank.yaml", ("取: 付款方", "写: 设备奖补"))   # a list of all has no payer
        self.pay("全.csv")   # nothing is paid again; the list of all is written
        self.assertTrue((self.folder / "全.csv").exists())
        self.huiqi("verify", "--ledger", "台账.db")

    def test_what_came_back_to_one_payer_is_paid_once_more_by_it_alone(self):
        self.edit("rules/组合.yaml", ("总额上限:", "分担: [{方: 市级, 比例: 33%, 取整: 四舍五入到分}, {方: 区级, 余额: 是}]\n总额上限:"))
        self.edit("bank.yaml", ("每份行数: 2\n", ""), ("写: 设备奖补", "取: 付款方"))
        self.to_approved()
        check = ("batch", "check", "一", "--ledger", "台账.db", "--profile", "bank.yaml", "--by-payer")
        said = self.huiqi(*check, code=65)
        self.assertEqual(said.count("A2 (收款人)"), 1, said)
        self.assertIn("市级, 区级清单：", said)
        self.assertIn("huiqi batch payee 一 --application A2 --set 企业名称=…", said)
        self.assertNotIn("huiqi-batch-", said)
        self.assertNotIn("(用途)", said)   # each list has its payer
        self.edit("bank.yaml", ("取: 付款方", "写: 设备奖补"))
        self.edit("data.csv", ("=乙,公司", "乙公司"))
        (self.folder / "台账.db").unlink()
        self.to_approved()
        self.pay("付.csv", "--by-payer")

        def lists(name):
            return {payer: [tuple(line.split("|")[index] for index in (5, 3)) for line in (self.folder / f"{name}.{payer}.csv").read_bytes().decode("gbk").split("\r\n")[:-1]]
                    for payer in ("市级", "区级") if (self.folder / f"{name}.{payer}.csv").exists()}

        # A1: 6600.00 and 13400.00; A4: 99.01 and 201.02
        said = self.give_back("李", "--amount", "6600", number="A1", code=2)
        self.assertIn("--payer", said)
        self.assertIn("市级 6600.00 元", said)
        self.assertIn("--payer", self.give_back("李", "--payer", "省级", number="A1", code=2))
        self.assertIn("L011", self.give_back("李", "--payer", "市级", "--amount", "6600.01", number="A1", code=77))
        self.give_back("李", "--payer", "市级", "--amount", "6600", number="A1")
        self.assertIn("还没有生效", self.give_back("王", "--payer", "区级", "--amount", "6600", number="A1"))   # of another: confirms nothing
        self.give_back("李", "--payer", "市级", number="A1")                         # its part, without an amount
        self.assertIn("已生效", self.give_back("王", "--payer", "市级", number="A1"))
        self.assertIn("A1 退回 6600.00 元（2025-07-14）  付款方 市级 6600.00 元", self.huiqi("batch", "show", "一", "--ledger", "台账.db"))
        for by in ("李", "王"):
            self.give_back(by, number="A4")                                          # the whole
        self.reconcile_by_payer()
        self.batch("pay", "赵", "--day", "2025-07-15", "--at", "2025-07-15T04:00:00Z", "--profile", "bank.yaml", "-o", "再.csv", "--by-payer")
        self.reconcile_by_payer()
        self.assertEqual(lists("再"), {"市级": [("A1", "660000"), ("A4", "9901")], "区级": [("A4", "20102")]})
        for by in ("李", "王"):
            self.give_back(by, number="A1", day="2025-07-15", at="2025-07-15T05:00:00Z")   # what was paid last: all of it the city's
        self.batch("pay", "赵", "--day", "2025-07-16", "--at", "2025-07-16T04:00:00Z", "--profile", "bank.yaml", "-o", "三.csv", "--by-payer")
        self.assertEqual(lists("三"), {"市级": [("A1", "660000")], "区级": []} if "区级" in lists("三") else {"市级": [("A1", "660000")]})
        self.huiqi("verify", "--ledger", "台账.db")

    def reconcile_by_payer(self):
        """The lists of the parties against the bank and the ledger: A1 came back to the city, A4 to both."""
        self.write("回单.csv", "摘要,金额,状态\nA1,6600.00,账号不符\nA2,0.99,成功\nA4,99.01,账号不符\n")
        how = ("回单.csv", "--profile", "bank.yaml", "--bank-key", "摘要", "--bank-amount", "金额", "--status", "状态", "--ledger", "台账.db", "--batch", "一")
        self.assertIn("--payer", self.huiqi("reconcile", "付.市级.csv", *how, code=65))
        self.assertIn("市级、区级", self.huiqi("reconcile", "付.市级.csv", *how, "--payer", "省级", code=2))
        self.assertIn("对不上", self.huiqi("reconcile", "付.市级.csv", *how, "--payer", "区级", code=65))
        self.assertIn("相符 1 份，已登记退回 2 份，不符 0 份", self.huiqi("reconcile", "付.市级.csv", *how, "--payer", "市级"))
        self.write("回单.csv", "摘要,金额,状态\nA1,13400.00,成功\nA2,2.01,成功\nA4,201.02,成功\n")
        said = self.huiqi("reconcile", "付.区级.csv", *how, "--payer", "区级", code=1)
        self.assertIn("A4：台账里登记了退回，银行却付成了", said)
        self.assertIn("相符 2 份，不符 1 份", said)

    def test_without_a_word_on_who_pays_there_are_no_lists_by_payer(self):
        self.edit("data.csv", ("=乙,公司", "乙公司"))
        self.to_approved()
        self.assertIn("--by-payer", self.pay("付.csv", "--by-payer", code=77))
        self.assertIn("已付 0.00", self.huiqi("batch", "show", "一", "--ledger", "台账.db"))

    def test_a_workbook_keeps_the_digits_of_accounts(self):
        self.edit("data.csv", ('"=乙,公司"', "乙公司"))
        self.edit("bank.yaml", ("每份行数: 2\n", ""), ("表头: 无\n", ""), ("金额单位: 分\n", ""))
        self.to_approved()
        self.assertIn("读回核对无误", self.pay("b.xlsx"))

    def pay_all(self):
        self.edit("data.csv", ('"=乙,公司"', "乙公司"))
        self.edit("bank.yaml", ("每份行数: 2\n", ""), ("表头: 无\n", ""), ("金额单位: 分\n", ""), ('分隔符: "|"\n', ""), ("编码: GBK\n", ""))
        self.to_approved()
        self.pay("b.csv")

    def give_back(self, by, *more, number="A2", day="2025-07-14", at="2025-07-14T04:00:00Z", code=0):
        return self.batch("return", by, "--application", number, "--day", day, "--at", at, "--reason", "账号不符，来函更正", *more, code=code)

    def pay_later(self, output, by="赵", code=0):
        return self.batch("pay", by, "--day", "2025-07-15", "--at", "2025-07-15T04:00:00Z", "--profile", "bank.yaml", "-o", output, code=code)

    def test_a_payment_that_came_back_is_paid_once_more_to_the_account_that_is_right(self):
        self.pay_all()
        self.assertEqual(self.table("b.csv")[2][2], "1001234567")
        said = self.give_back("李", "--set", "账号=1001234568")
        self.assertIn("还没有生效", said)
        self.pay_later("none.csv")   # nothing came back yet: the list of before
        self.assertEqual(self.table("none.csv"), self.table("b.csv"))
        self.assertIn("L005", self.give_back(" 李", "--set", "账号=1001234568", code=77))
        self.assertIn("还没有生效", self.give_back("王", "--set", "账号=1001234569"))    # other words confirm nothing
        self.assertIn("还没有生效", self.give_back("李", "--set", "账号=1001234568"))
        self.assertIn("已生效", self.give_back("王", "--set", "账号=1001234568"))
        self.assertIn("L011", self.give_back("李", code=77))       # nothing of it stands paid
        self.assertIn("L005", self.pay_later("c.csv", "王", code=77))
        self.assertIn("清单 1 笔 3.00 元", self.pay_later("c.csv"))
        self.assertEqual(self.table("c.csv")[1], ["1", "乙公司", "1001234568", "3.00", "设备奖补", "A2"])
        self.pay_later("again.csv")   # once more: the same list, and nothing is paid
        self.assertEqual(self.table("again.csv"), self.table("c.csv"))
        self.assertIn("已付 20303.03 元", self.huiqi("batch", "show", "一", "--ledger", "台账.db"))
        self.assertEqual(self.paid(), 5)
        self.huiqi("verify", "--ledger", "台账.db")
        self.huiqi("report", "summary", "--ledger", "台账.db", "--batch", "一", "-o", "s.html")
        self.edit("bank.yaml", ("取: 账号", "取: 身份证"))
        self.assertIn("账号", self.pay_later("d.csv", code=2))     # the list would not carry what was put right

    def test_an_account_is_put_right_before_the_first_payment(self):
        self.edit("data.csv", ('"=乙,公司"', "乙公司"))
        self.edit("bank.yaml", ("每份行数: 2\n", ""), ("表头: 无\n", ""), ("金额单位: 分\n", ""), ('分隔符: "|"\n', ""), ("编码: GBK\n", ""))
        self.to_approved()

        def payee(by, text="账号=1001234568", number="A2", code=0):
            return self.batch("payee", by, "--application", number, "--set", text, "--at", "2025-07-02T04:00:00Z", "--reason", "企业来函", code=code)

        self.assertIn("本来就是", payee("李", "账号=1001234567", code=2))
        self.assertIn("写了两次", self.batch("payee", "李", "--application", "A2", "--set", "账号=1", "--set", "账 号=2", "--reason", "企业来函", code=2))
        self.assertIn("核定用的列", payee("李", "申请编号=A1", code=2))   # another application
        payee("李", number="A9", code=77)
        self.assertIn("还没有生效", payee("李"))
        self.assertIn("L005", payee(" 李", code=77))
        self.assertIn("已生效", payee("王"))
        self.assertIn("本来就是", payee("王", code=2))
        self.assertIn("待另一人确认", payee("李", "账号=999") and self.huiqi("batch", "show", "一", "--ledger", "台账.db"))   # changes nothing yet
        self.assertIn("L005", self.batch("pay", "王", "--day", "2025-07-10", "--profile", "bank.yaml", "-o", "b.csv", code=77))
        self.edit("bank.yaml", ("取: 账号", "取: 身份证"))
        self.assertIn("账号", self.pay("b.csv", code=2))   # the list would not carry what was put right
        self.edit("bank.yaml", ("取: 身份证", "取: 账号"))
        self.assertIn("还没有另一人确认，清单上是更正以前的：A2", self.pay("b.csv"))
        self.assertEqual(self.table("b.csv")[2][2], "1001234568")
        self.assertEqual(self.table("b.csv")[1][2], "6222020200112233446")
        self.assertIn("A2  账号=1001234568", self.huiqi("batch", "show", "一", "--ledger", "台账.db"))
        self.assertIn("更正收款", self.huiqi("batch", "explain", "一", "--ledger", "台账.db", "--application", "A2"))
        self.huiqi("verify", "--ledger", "台账.db")

    def test_reconciliation_knows_of_returns(self):
        self.pay_all()
        self.write("回单.csv", "摘要,金额,状态\nA1,20000.00,成功\nA2,3.00,账号不符\nA4,300.03,成功\n")

        def reconcile(name, code=0):
            return self.huiqi("reconcile", name, "回单.csv", "--key", "编号", "--amount", "金额", "--bank-key", "摘要", "--bank-amount", "金额",
                              "--status", "状态", "--ledger", "台账.db", "--batch", "一", code=code)
        self.assertIn("A2：没有付成，应付", reconcile("b.csv", code=1))
        for by in ("李", "王"):
            self.give_back(by, "--set", "账号=1001234568")
        self.assertIn("A2：没有付成，台账里已登记退回", reconcile("b.csv"))
        self.pay_later("c.csv")
        self.assertIn("相符 2 份，已登记退回 1 份，不符 0 份", reconcile("b.csv"))
        self.write("回单.csv", "摘要,金额,状态\nA2,3.00,成功\n")
        self.assertIn("相符 1 份，不符 0 份", reconcile("c.csv"))
        self.write("回单.csv", "摘要,金额,状态\nA1,20000.00,成功\nA2,3.00,成功\nA4,300.03,成功\n")
        self.assertIn("A2：台账里登记了退回，银行却付成了", reconcile("b.csv", code=1))
        self.edit("c.csv", ("3.00", "4.00"))
        self.assertIn("对不上", reconcile("c.csv", code=65))

    def test_a_return_that_cannot_have_been_is_refused(self):
        self.pay_all()
        for more, told, code in ((("--set", "帐号=1"), "帐号", 65), (("--set", "账号=1001234567"), "本来就是", 2), (("--set", "账号"), "--set", 2),
                                 (("--set", "账号=1", "--set", "账号=2"), "两次", 77), (("--set", "账号=1", "--set", " 账 号=2"), "两次", 77), (("--amount", "3.01"), "L011", 77), (("--amount", "0"), "L011", 77)):
            with self.subTest(more):
                self.assertIn(told, self.give_back("李", *more, code=code))
        self.assertIn("L018", self.give_back("李", day="2025-07-09", code=77))
        self.assertIn("L018", self.give_back("李", day="2052-07-14", code=77))
        self.assertIn("L010", self.give_back("李", number="A9", code=77))
        self.assertEqual(self.paid(), 3)

    def test_what_came_back_counts_in_limits_until_it_is_paid_again(self):
        self.pay_all()
        for by in ("李", "王"):
            self.give_back(by, number="A1")
        self.write("second.csv", "申请编号,企业名称,联系人,身份证,电话,账号,设备额\nB1,甲公司,张三丰,,,1,100000\n")
        settle = ("settle", "rules", "second.csv", "-o", "二.csv", "--ledger", "台账.db", "--batch", "二", "--by", "张")
        self.assertIn("L016", self.huiqi(*settle, code=77))
        self.pay_later("c.csv")
        self.huiqi(*settle)
        self.assertEqual(self.table("二.csv")[1][9], "0.00")   # 甲公司 has its 20000.00

    def test_reconciled_with_the_banks_return(self):
        self.edit("data.csv", ('"=乙,公司"', "乙公司"))
        self.edit("bank.yaml", ("每份行数: 2\n", ""), ("表头: 无\n", ""), ("金额单位: 分\n", ""), ('分隔符: "|"\n', ""))
        self.to_approved()
        self.pay("b.csv")
        self.write("回单.csv", "摘要,金额,状态\nA1,20000.00,成功\nA2,3.00,失败\nA4,300.03,成功\n")
        said = self.huiqi("reconcile", "b.csv", "回单.csv", "--key", "编号", "--amount", "金额", "--bank-key", "摘要", "--bank-amount",
                          "金额", "--status", "状态", code=1)
        self.assertIn("A2：没有付成", said)
        self.assertIn("相符 2 份", said)


if __name__ == "__main__":
    unittest.main()
