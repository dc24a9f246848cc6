"""No key of a rule file may be changed without `diff` telling it, unless a table says that no result hangs on it."""

import json
import re
import unittest

from program import SOURCE, FolderTest, huiqi

RULE = """种类: 事项
编号: 样例.ID
名称: 样例ID
地区: {名称: 某市, 代码: "320500"}
依据: {办法: {文件: 某办法, 印发日期: 2023-12-01}, 二: {属于: 办法, 条款: 二}}
枚举: {等级: {有序: 是, 取值: [甲, 乙, 丙]}}
申报:
  付款日: {类型: 日期}
  实付额: {类型: 金额, 单位: 元, 小数: 2, 范围: 0元以上, 别名: [付款额]}
  等级: {类型: 等级}
  补充额: {类型: 金额, 可无: 是, 当: 等级 = 甲}
  单: {类型: 列表, 每项: {额: 金额, 类: 等级}}
  上级奖励: {类型: 金额, 来自: {事项: 样例.上级, 取: 设备部分}}
  已付额: {类型: 金额}
  以前: {类型: 列表, 每项: {级: 等级, 等级: 等级, 年: 整数}}
施行: {自: 2024-01-01, 至: 2024-12-31, 按: 付款日}
参数:
  比例: {类型: 比例, 历次: {2024-01-01: 5%, 2024-07-01: 6%}, 有效至: 2025-06-30, 依据: 二}
  顶额: {类型: 金额, 单位: 万元, 值: 50万元, 依据: 二}
  限: {类型: 金额, 值: 40万元, 地方: 可填, 幅度: "[30万元..50万元]", 依据: 二}
  天: {类型: 列表, 每项: 整数, 值: [1, 2], 依据: 二}
计算:
  折后: {值: 实付额 * 90%, 单位: 万元, 依据: 二}
  合计: {步骤: [{基数: 实付额}, {减: 1元}], 依据: 二}
  累计: {逐项: 单, 称作: 笔, 状态: {余: 0元}, 递推: {余: 余 + 笔.额}, 得: 余, 依据: 二}
  逐笔: {逐项: 单, 称作: 笔, 状态: {余: 0元}, 递推: {余: 余 + 笔.额}, 每项得: 余 + 笔.额, 依据: 二}
全批:
  均额: {每: 等级, 求: 平均, 值: 实付额, 当: 实付额 > 1元, 取整: 四舍五入到分}
  和额: {求: 最大, 值: 实付额, 小数: 2}
  名次: {排名: [{按: 实付额, 次序: 降}], 并列: 同名次}
对照表:
  系数: {命中: 首个, 输入: [等级], 输出: 数, 行: [{格: [甲, 1]}, [乙, 0.5]], 否则: 0}
  选级: {命中: 优先, 输入: [实付额], 输出: 等级, 优先次序: [甲, 乙, 丙], 行: [[不限, 乙], [≥ 100元, 甲]]}
条件:
  - {编号: 已付款, 要求: 实付额 >= 100元, 不符合时: 付得太少, 依据: 二}
  - 编号: 其一
    任一:
      - {编号: 大, 要求: 实付额 >= 200元, 不符合时: 不大}
      - {编号: 首, 首次: {记录: 以前, 键: {级: 等级}}, 不符合时: 不是首次}
  - {编号: 首次, 首次: {记录: 以前, 键: 等级}, 不符合时: 不是首次}
奖补:
  - {基数: 折后}
  - {乘: 比例}
  - {上浮: {相对: 10%}, 当: 等级 = 甲}
  - {乘: 系数}
  - {加: 1元}
  - {减: 2元}
  - {取整: 四舍五入到分}
  - {下限: 10元}
  - {起付: 20元}
  - {上限: 顶额}
  - {上限: 限}
  - {加: "累计 + 合计(逐笔) + 缺省(均额, 0元) + 上级奖励 + 缺省(补充额, 0元) + 1元 * 天[1]"}
分项: [合计]
另算: {另奖: [{基数: 5元}], 分档奖: [{基数: 实付额}, {分档: {方式: 超额累进, 档: [{至: 100万元, 率: 5%}, {率: 3%}]}}],
  定额奖: [{基数: 实付额}, {分档: {方式: 全额累进, 档: [{不满: 100万元, 额: 1元}, {满: 100万元, 额: 2元}]}}],
  超额奖: [{基数: 实付额}, {分档: {方式: 超额累进, 档: [{至: 100万元, 率: 5%}, {超过: 100万元, 率: 3%}]}}],
  点奖: [{基数: 实付额}, {乘: 5%}, {上浮: {百分点: 3}}]}
分担:
  - {方: 省, 比例: 50%, 取整: 四舍五入到分, 上限: 10万元}
  - {方: 市, 额: 1元}
  - {方: 区, 余额: 是}
收款: [{方: 企业, 比例: 50%, 取整: 四舍五入到分}, {方: 个人, 余额: 是}]
分期:
  中断: 终止
  各期:
    - {编号: 一, 比例: 50%, 取整: 四舍五入到分, 上限: 10万元, 期: 付款日}
    - {编号: 额, 额: 1元, 期: 付款日 + 6个月, 当: 不复核}
    - {编号: 二, 余额: 是, 期: 付款日 + 1年, 当: 等级 = 甲}
追回: {已付: 已付额, 当: 等级 = 丙, 步骤: [{乘: 50%}, {取整: 四舍五入到分}]}
异常:
  - {编号: 大额, 当: 实付额 > 500万元, 级别: 核查, 严重: 高, 说明: 大额}
目标:
  - {编号: 总额, 求: 合计, 值: 实付额, 当: 等级 = 甲, 按年: 付款日, 期间: 2024..2025, 至少: 2万元}
  - {编号: 增幅, 求: 合计, 值: 实付额, 按年: 付款日, 期间: 2024..2025, 方式: 年均增幅, 基期: {年: 2023, 值: 100元}, 超过: 20%}
  - {编号: 户数, 求: 个数, 不重复: 实付额, 至多: 9}
  - {编号: 比值, 求: 合计, 值: 实付额, 除以: 合计, 不满: 5}
  - {编号: 约数, 求: 个数, 约: {值: 7, 幅度: 5%}}
  - {编号: 上下, 求: 个数, 约: {值: 7, 上下: 1}}
"""

# what stands in the rule, and what is written in its place, by scope and key; each must be told
EDITS = {
    "incentive_file": {
        "id": ("编号: 样例.ID\n", "编号: 样例.IDx\n"), "region": ('代码: "320500"', '代码: "320600"'), "currency": ("名称: 样例ID", "名称: 样例ID"),
        "sources": ("2023-12-01", "2023-12-02"), "effective": ("施行: {自: 2024-01-01, 至: 2024-12-31, 按: 付款日}\n", ""),
        "replaces": ("位: {", "位: {"), "enums": ("[甲, 乙, 丙]}", "[甲, 乙, 丙, 丁]}"), "parameters": ("值: 50万元", "值: 51万元"),
        "inputs": ("  等级: {类型: 等级}", "  等级: {类型: 等级}\n  多问: {类型: 是否}"), "define": ("实付额 * 90%", "实付额 * 91%"), "population": ("求: 最大", "求: 最小"),
        "tables": ("[乙, 0.5]", "[乙, 0.6]"), "conditions": ("  - {编号: 首次, 首次: {记录: 以前, 键: 等级}, 不符合时: 不是首次}\n", ""), "award": ("  - {加: 1元}\n", ""),
        "parts": ("分项: [合计]", "分项: [合计, 折后]"), "also": ("另奖: [{基数: 5元}]", "另奖: [{基数: 6元}]"),
        "shares": ("{方: 市, 额: 1元}", "{方: 市, 额: 2元}"), "recipients": ("{方: 企业", "{方: 公司"), "schedule": ("期: 付款日 + 1年", "期: 付款日 + 2年"),
        "recover": ("{乘: 50%}, {取整", "{乘: 60%}, {取整"), "anomalies": ("实付额 > 500万元", "实付额 > 600万元"), "targets": ("至少: 2万元", "至少: 3万元"),
    },
    "region": {"code": ('"320500"', '"320600"')},
    "citation": {"issued": ("2023-12-01", "2023-12-02")},
    "effective": {"from": ("自: 2024-01-01, 至", "自: 2024-01-02, 至"), "to": ("至: 2024-12-31", "至: 2024-12-30"), "by": (", 按: 付款日}", "}")},
    "enumeration": {"ordered": ("有序: 是, 取值", "有序: 否, 取值"), "values": ("[甲, 乙, 丙]}", "[乙, 甲, 丙]}")},
    "parameter": {
        "type": ("比例: {类型: 比例, 历次: {2024-01-01: 5%, 2024-07-01: 6%}", "比例: {类型: 数, 历次: {2024-01-01: 1, 2024-07-01: 2}"), "unit": ("单位: 万元, 值: 50万元", "单位: 元, 值: 5万元"),
        "fields": ("每项: 整数, 值: [1, 2]", "每项: 数, 值: [1.5, 2]"), "value": ("值: 50万元", "值: 51万元"), "series": ("2024-07-01: 6%", "2024-07-01: 7%"),
        "valid_through": ("有效至: 2025-06-30", "有效至: 2024-08-31"), "local": ("地方: 可填, 幅度: \"[30万元..50万元]\"", "地方: 不可"), "band": ("[30万元..50万元]", "[30万元..60万元]"),
    },
    "input": {
        "type": ("每项: {额: 金额, 类: 等级}", "每项: {额: 金额, 类: 文本}"), "unit": ("单位: 元, 小数: 2", "单位: 万元, 小数: 6"), "decimals": ("小数: 2, 范围", "小数: 1, 范围"),
        "range": ("0元以上", "1元以上"), "optional": ("  已付额: {类型: 金额}", "  已付额: {类型: 金额}\n  另项: {类型: 金额, 可无: 是}"), "when": ("当: 等级 = 甲}\n  单", "当: 等级 = 乙}\n  单"),
        "aliases": ("[付款额]", "[付款数]"), "fields": ("每项: {额: 金额, 类", "每项: {额: 金额, 多: 是否, 类"), "from": ("取: 设备部分", "取: 软件部分"),
    },
    "feed": {"incentive": ("事项: 样例.上级", "事项: 样例.下级"), "take": ("取: 设备部分", "取: 软件部分")},
    "definition": {
        "value": ("实付额 * 90%", "实付额 * 91%"), "steps": ("{减: 1元}], 依据", "{减: 3元}], 依据"), "each": ("累计: {逐项: 单", "累计: {逐项: \"单[额 > 1元]\""),
        "as": ("称作: 笔, 状态: {余: 0元}, 递推: {余: 余 + 笔.额}, 得: 余", "称作: 条, 状态: {余: 0元}, 递推: {余: 余 + 条.额}, 得: 余 + 1元"), "state": ("状态: {余: 0元}, 递推: {余: 余 + 笔.额}, 得", "状态: {余: 1元}, 递推: {余: 余 + 笔.额}, 得"),
        "step": ("递推: {余: 余 + 笔.额}, 得", "递推: {余: 余 + 笔.额 * 2}, 得"), "yields": ("每项得: 余 + 笔.额", "每项得: 余"), "result": ("得: 余, ", "得: 余 * 2, "), "unit": ("90%, 单位: 万元", "90%, 单位: 元"),
    },
    "table": {
        "hit": ("系数: {命中: 首个", "系数: {命中: 就高"), "columns": ("系数: {命中: 首个, 输入: [等级], 输出: 数, 行: [{格: [甲, 1]}, [乙, 0.5]]", "系数: {命中: 首个, 输入: [实付额], 输出: 数, 行: [{格: [≥ 9元, 1]}, [≥ 8元, 0.5]]"),
        "rows": ("[乙, 0.5]", "[乙, 0.6]"), "else": ("否则: 0}", "否则: 1}"), "priorities": ("优先次序: [甲, 乙, 丙]", "优先次序: [乙, 甲, 丙]"),
    },
    "table_row": {"cells": ("格: [甲, 1]", "格: [甲, 2]")},
    "condition": {
        "id": ("编号: 已付款", "编号: 付过款"), "test": ("实付额 >= 100元", "实付额 > 100元"), "any_of": ("      - {编号: 大, 要求: 实付额 >= 200元, 不符合时: 不大}\n", ""),
        "first_time": ("{记录: 以前, 键: 等级}", "{记录: 以前, 键: {级: 等级}}"),
    },
    "alternative": {"test": ("实付额 >= 200元", "实付额 >= 201元"), "first_time": ("键: {级: 等级}", "键: {等级: 等级}")},
    "first_time": {"records": ("{记录: 以前, 键: {级: 等级}}", "{记录: \"以前[年 > 2020]\", 键: {级: 等级}}"), "key": ("键: {级: 等级}", "键: {级: 等级, 年: 年(付款日)}")},
    "step": {
        "base": ("基数: 折后", "基数: 实付额"), "times": ("  - {乘: 系数}", "  - {乘: 2}"), "uplift": ("相对: 10%", "相对: 11%"), "bands": ("率: 5%}, {率: 3%}", "率: 6%}, {率: 3%}"), "plus": ("  - {加: 1元}", "  - {加: 3元}"),
        "minus": ("  - {减: 2元}", "  - {减: 3元}"), "round": ("  - {取整: 四舍五入到分}\n  - {下限", "  - {取整: 截尾到分}\n  - {下限"), "cap": ("上限: 顶额", "上限: 45万元"), "floor": ("下限: 10元", "下限: 11元"), "none_below": ("起付: 20元", "起付: 21元"),
        "when": ("10%}, 当: 等级 = 甲", "10%}, 当: 等级 = 乙"),
    },
    "uplift": {"relative": ("相对: 10%", "相对: 11%"), "points": ("百分点: 3", "百分点: 4")},
    "bands": {"method": ("分档奖: [{基数: 实付额}, {分档: {方式: 超额累进", "分档奖: [{基数: 实付额}, {分档: {方式: 全额累进"), "bands": ("{至: 100万元, 率: 5%}, {率: 3%}", "{率: 3%}")},
    "band": {
        "above": ("{至: 100万元, 率: 5%}, {超过: 100万元", "{至: 90万元, 率: 5%}, {超过: 90万元"), "from": ("{不满: 100万元, 额: 1元}, {满: 100万元", "{不满: 90万元, 额: 1元}, {满: 90万元"),
        "upto": ("{至: 100万元, 率: 5%}, {率", "{至: 90万元, 率: 5%}, {率"), "below": ("{不满: 100万元, 额: 1元}, {满: 100万元", "{至: 100万元, 额: 1元}, {超过: 100万元"), "rate": ("{率: 3%}", "{率: 2%}"), "amount": ("额: 2元}]", "额: 3元}]"),
    },
    "anomaly": {"id": ("编号: 大额", "编号: 巨额"), "when": ("> 500万元", "> 600万元"), "level": ("级别: 核查", "级别: 拦截"), "severity": ("严重: 高", "严重: 低")},
    "target": {
        "id": ("编号: 总额", "编号: 总数"), "of": ("总额, 求: 合计", "总额, 求: 最大"), "value": ("总额, 求: 合计, 值: 实付额", "总额, 求: 合计, 值: 折后"), "over": ("除以: 合计", "除以: 折后"), "distinct": ("不重复: 实付额", "不重复: 付款日"),
        "when": ("当: 等级 = 甲, 按年", "当: 等级 = 乙, 按年"), "by_year": ("按年: 付款日, 期间: 2024..2025, 至少", "按年: 付款日 + 1年, 期间: 2024..2025, 至少"), "period": ("期间: 2024..2025, 至少", "期间: 2024..2026, 至少"),
        "mode": ("方式: 年均增幅", "方式: 逐年增幅"), "base": ("{年: 2023, 值: 100元}", "2023"), "at_least": ("至少: 2万元", "至少: 3万元"), "above": ("超过: 20%", "超过: 21%"), "at_most": ("至多: 9", "至多: 8"), "below": ("不满: 5", "不满: 6"),
        "about": ("{值: 7, 幅度: 5%}", "{值: 8, 幅度: 5%}"),
    },
    "target_base": {"year": ("{年: 2023,", "{年: 2022,"), "value": ("值: 100元}, 超", "值: 101元}, 超")},
    "about": {"value": ("{值: 7, 上下", "{值: 8, 上下"), "band": ("幅度: 5%", "幅度: 6%"), "plus_minus": ("上下: 1", "上下: 2")},
    "share": {
        "party": ("方: 省", "方: 国家"), "rate": ("{方: 省, 比例: 50%", "{方: 省, 比例: 40%"), "amount": ("{方: 市, 额: 1元}", "{方: 市, 额: 2元}"), "round": ("{方: 省, 比例: 50%, 取整: 四舍五入到分", "{方: 省, 比例: 50%, 取整: 截尾到分"),
        "cap": ("上限: 10万元}\n  - {方: 市", "上限: 9万元}\n  - {方: 市"), "rest": ("{方: 市, 额: 1元}\n  - {方: 区, 余额: 是}", "{方: 市, 余额: 是}\n  - {方: 区, 额: 1元}"),
    },
    "schedule": {"on_failure": ("中断: 终止", "中断: 继续"), "parts": ("    - {编号: 额, 额: 1元, 期: 付款日 + 6个月, 当: 不复核}\n", "")},
    "instalment": {
        "id": ("编号: 二,", "编号: 末,"), "rate": ("{编号: 一, 比例: 50%", "{编号: 一, 比例: 40%"), "amount": ("{编号: 额, 额: 1元", "{编号: 额, 额: 2元"), "round": ("{编号: 一, 比例: 50%, 取整: 四舍五入到分", "{编号: 一, 比例: 50%, 取整: 截尾到分"),
        "cap": ("上限: 10万元, 期", "上限: 9万元, 期"), "rest": ("额: 1元, 期: 付款日 + 6个月, 当: 不复核}\n    - {编号: 二, 余额: 是,", "余额: 是, 期: 付款日 + 6个月, 当: 不复核}\n    - {编号: 二, 额: 1元,"), "date": ("期: 付款日 + 1年", "期: 付款日 + 2年"), "when": ("1年, 当: 等级 = 甲", "1年, 当: 等级 = 乙"),
    },
    "recovery": {"paid": ("已付: 已付额", "已付: 实付额"), "when": ("当: 等级 = 丙", "当: 等级 = 乙"), "steps": ("[{乘: 50%}, {取整", "[{乘: 60%}, {取整")},
    "population": {
        "per": ("每: 等级, ", "每: 付款日, "), "of": ("求: 最大", "求: 最小"), "value": ("最大, 值: 实付额", "最大, 值: 折后"), "rank": ("[{按: 实付额, 次序: 降}]", "[{按: 实付额, 次序: 降}, {按: 付款日, 次序: 升}]"), "ties": ("并列: 同名次", "并列: 拒绝"),
        "when": ("当: 实付额 > 1元", "当: 实付额 > 2元"), "decimals": ("实付额, 小数: 2", "实付额, 小数: 3"), "round": ("取整: 四舍五入到分}\n  和额", "取整: 截尾到分}\n  和额"),
    },
    "ranking": {"by": ("{按: 实付额", "{按: 折后"), "order": ("次序: 降", "次序: 升")},
}

# what needs other files, or data of another kind, and is shown by a test of its own; another type of output needs other rows
ELSEWHERE = {("table", "output"), ("incentive_file", "parent"), ("incentive_file", "rank"), ("incentive_file", "currency"), ("incentive_file", "replaces")}


def keys_of(name):
    """Scopes with their keys, as a table of `key_effects.cpp` lists them."""
    text = (SOURCE / "engine/rulebook/changes/key_effects.cpp").read_text(encoding="utf-8")
    rows = re.search(name + r"\[\]\{(.*?)\n\};", text, re.S).group(1)
    return {(scope, key) for scope, keys in re.findall(r"\{(\w+), \{([^}]*)\}\}", rows) for key in re.findall(r'"(\w+)"', keys)}


class DiffKeys(FolderTest):
    def diff(self, *more):
        code, out, err = huiqi("--json", "diff", self.folder / "old", self.folder / "new", "--no-search", *more)
        self.assertIn(code, (0, 1), re.findall(r'"file": "([^"]*)",\n *"line": (\d+),[^}]*?"severity": "error",\n *"message": "([^"]*)"', out + err))
        return code, json.loads(out)

    def test_each_key_that_is_compared_is_shown_to_be(self):
        shown = {(scope, key) for scope, keys in EDITS.items() for key in keys} | ELSEWHERE
        self.assertEqual(keys_of("kCompared") - shown, set())

    def test_a_change_behind_each_key_is_told(self):
        wanted = {}
        for scope, keys in EDITS.items():
            for key, (was, now) in keys.items():
                if (scope, key) in ELSEWHERE:
                    continue
                self.assertIn(was, RULE, (scope, key))
                name = f"样例.{scope}.{key}"
                for version, text in (("old", RULE), ("new", RULE.replace(was, now, 1))):
                    self.write(f"{version}/{scope}.{key}.yaml", text.replace("样例.ID", name).replace("样例ID", name))
                wanted[name] = (scope, key)
        _, found = self.diff()
        told = {one["old"]: one for one in found["incentives"]}
        self.assertEqual(set(told), set(wanted))
        silent = [wanted[name] for name, one in told.items() if not (one["can_differ"] or one["localities_may_set_otherwise"])]
        self.assertEqual(silent, [])
        unseen = [wanted[name] for name, one in told.items() if not any(change["decides"] or change["part"] == "local" for change in one["changes"])]
        self.assertEqual(unseen, [])

    def test_what_decides_which_overlay_is_in_force_is_told(self):
        base = RULE.replace("样例.ID", "样例.上位").replace('地区: {名称: 某市, 代码: "320500"}\n', "")
        overlay = '种类: 细则\n编号: 样例.市\n上位: 样例.上位\n地区: {名称: 某市, 代码: "320500"}\n位阶: 1\n参数:\n  限: {值: 45万元}\n'
        other = overlay.replace("样例.市", "样例.另市").replace("45", "35")
        for name, was, now in (("validity", "位阶: 1", "位阶: 1\n施行: {自: 2024-03-01, 按: 付款日}"), ("bare validity", "位阶: 1", "位阶: 1\n施行: {自: 2024-03-01}"),
                               ("rank", "位阶: 1", "位阶: 2"), ("parent", "上位: 样例.上位", "上位: 样例.另市"), ("region", "320500", "320501")):
            with self.subTest(change=name):
                for version, text in (("old", overlay), ("new", overlay.replace(was, now))):
                    self.write(f"{version}/base.yaml", base)
                    self.write(f"{version}/other.yaml", other.replace("320500", "320000"))
                    self.write(f"{version}/city.yaml", text)
                code, found = self.diff()
                self.assertEqual((code, found["can_differ"]), (1, True))

    def test_a_currency_and_a_predecessor_are_told(self):
        rule = ("种类: 事项\n编号: 样例.奖\n名称: 奖\n币种: USD\n施行: {自: 2024-01-01, 按: 日}\n申报: {日: {类型: 日期}, 比: {类型: 比例, 单位: 百分数, 小数: 2}}\n"
                "奖补: [{基数: 5美元}, {乘: 比}]\n")
        for version in ("old", "new"):
            self.write(f"{version}/b.yaml", rule.replace("样例.奖", "样例.旧奖").replace("自: 2024-01-01", "至: 2023-12-31").replace("名称: 奖", "名称: 旧奖"))
        for was, now in (("币种: USD", "币种: EUR"), ("名称: 奖", "名称: 奖\n接替: 样例.旧奖")):
            self.write("old/a.yaml", rule)
            self.write("new/a.yaml", rule.replace(was, now).replace("5美元", "5欧元" if "EUR" in now else "5美元"))
            code, found = self.diff()
            self.assertEqual((code, found["can_differ"]), (1, True), now)

    def test_a_library_is_compared_in_its_own_right(self):
        library = "种类: 公用\n编号: 公用.数\n名称: 数\n参数:\n  上限: {类型: 金额, 值: 100万元, 说明: 一}\n  率: {类型: 比例, 历次: {2024-01-01: 5%}}\n  码: {类型: 文本, 值: \"1\"}\n"
        self.write("old/a.yaml", library)
        for was, now, told in (("100万元", "101万元", ["参数·上限·值"]), ("5%", "6%", ["参数·率·历次·2024-01-01"]), ("5%}", "5%, 2025-01-01: 6%}", ["参数·率·历次·2025-01-01"]),
                               ("说明: 一", "说明: 二", []), ("100万元", "1000000元", []), ("5%", "5.0%", []), ('"1"', '"1.0"', ["参数·码·值"])):
            with self.subTest(now=now):
                self.write("new/a.yaml", library.replace(was, now))
                code, found = self.diff()
                self.assertEqual([one["what"]["zh"] for one in found["bundles"] if one["decides"]], told)
                self.assertEqual((code, found["can_differ"]), (1, True) if told else (0, False))
                self.assertTrue(all(one["library"] == "公用.数" for one in found["bundles"]))

    def test_detectors_are_compared_by_what_they_say_and_not_by_spelling(self):
        for path in (SOURCE / "rules/detectors").glob("*.yaml"):
            for version in ("old", "new"):
                self.write(f"{version}/{path.name}", path.read_text(encoding="utf-8"))
        market = (self.folder / "old/market.yaml").read_text(encoding="utf-8")
        lines = (self.folder / "old/lines.yaml").read_text(encoding="utf-8")
        self.assertIn(">=", market)
        self.write("new/market.yaml", market.replace(">=", "≥").replace("级别: ", "level: ") + "# 注\n")
        self.write("new/lines.yaml", lines.replace("值: 300万元", "值: 3000000元").replace("值: 5%", "值: 5.0%"))
        code, found = self.diff()
        self.assertEqual((code, [one for one in found["bundles"] if one["decides"]]), (0, []))
        self.write("new/lines.yaml", lines.replace("值: 300万元", "值: 301万元"))
        code, found = self.diff()
        self.assertEqual((code, [one["what"]["zh"] for one in found["bundles"] if one["decides"]]), (1, ["参数·评审线·值"]))


if __name__ == "__main__":
    unittest.main()
