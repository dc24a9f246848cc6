#include "engine/rulebook/keys.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/diagnostic/expect.h"
#include "engine/diagnostic/text.h"

namespace huiqi {
namespace {

using enum Scope;
constexpr bool kRequired = true;

// Sorted by scope, and within a scope in the order in which a file reads best.
constexpr Spelling kSpellings[]{
    Spelling{incentive_file, "kind", "种类", Shape::text, kRequired},
    Spelling{incentive_file, "id", "编号", Shape::text, kRequired},
    Spelling{incentive_file, "parent", "上位", Shape::text},
    Spelling{incentive_file, "title", "名称", Shape::prose},
    Spelling{incentive_file, "issuer", "发文单位", Shape::prose},
    Spelling{incentive_file, "region", "地区", Shape::any},
    Spelling{incentive_file, "currency", "币种", Shape::text},
    Spelling{incentive_file, "rank", "位阶", Shape::text},
    Spelling{incentive_file, "note", "说明", Shape::prose},
    Spelling{incentive_file, "uses", "引用", Shape::list},
    Spelling{incentive_file, "sources", "依据", Shape::mapping},
    Spelling{incentive_file, "effective", "施行", Shape::mapping},
    Spelling{incentive_file, "replaces", "接替", Shape::text},
    Spelling{incentive_file, "units", "单位", Shape::list},
    Spelling{incentive_file, "enums", "枚举", Shape::mapping},
    Spelling{incentive_file, "parameters", "参数", Shape::mapping},
    Spelling{incentive_file, "inputs", "申报", Shape::mapping},
    Spelling{incentive_file, "define", "计算", Shape::mapping},
    Spelling{incentive_file, "population", "全批", Shape::mapping},
    Spelling{incentive_file, "tables", "对照表", Shape::mapping},
    Spelling{incentive_file, "conditions", "条件", Shape::list},
    Spelling{incentive_file, "award", "奖补", Shape::list},
    Spelling{incentive_file, "parts", "分项", Shape::list},
    Spelling{incentive_file, "also", "另算", Shape::mapping},
    Spelling{incentive_file, "shares", "分担", Shape::list},
    Spelling{incentive_file, "recipients", "收款", Shape::list},
    Spelling{incentive_file, "schedule", "分期", Shape::any},
    Spelling{incentive_file, "recover", "追回", Shape::mapping},
    Spelling{incentive_file, "anomalies", "异常", Shape::list},
    Spelling{incentive_file, "targets", "目标", Shape::list},
    Spelling{incentive_file, "clauses", "条款", Shape::mapping},
    Spelling{incentive_file, "cases", "用例", Shape::list},

    Spelling{library_file, "kind", "种类", Shape::text, kRequired},
    Spelling{library_file, "id", "编号", Shape::text, kRequired},
    Spelling{library_file, "title", "名称", Shape::prose},
    Spelling{library_file, "issuer", "发文单位", Shape::prose},
    Spelling{library_file, "note", "说明", Shape::prose},
    Spelling{library_file, "uses", "引用", Shape::list},
    Spelling{library_file, "sources", "依据", Shape::mapping},
    Spelling{library_file, "units", "单位", Shape::list},
    Spelling{library_file, "enums", "枚举", Shape::mapping},
    Spelling{library_file, "parameters", "参数", Shape::mapping},
    Spelling{library_file, "inputs", "申报", Shape::mapping},
    Spelling{library_file, "clauses", "条款", Shape::mapping},

    Spelling{bundle_file, "kind", "种类", Shape::text, kRequired},
    Spelling{bundle_file, "id", "编号", Shape::text, kRequired},
    Spelling{bundle_file, "title", "名称", Shape::prose},
    Spelling{bundle_file, "issuer", "发文单位", Shape::prose},
    Spelling{bundle_file, "region", "地区", Shape::any},
    Spelling{bundle_file, "note", "说明", Shape::prose},
    Spelling{bundle_file, "sources", "依据", Shape::mapping},
    Spelling{bundle_file, "incentives", "事项", Shape::list, kRequired},
    Spelling{bundle_file, "keys", "主键", Shape::mapping, kRequired},
    Spelling{bundle_file, "shared", "同一", Shape::list},
    Spelling{bundle_file, "totals", "汇总", Shape::mapping},
    Spelling{bundle_file, "stacking", "叠加", Shape::list},
    Spelling{bundle_file, "limits", "总额上限", Shape::any},
    Spelling{bundle_file, "budget", "预算", Shape::any},
    Spelling{bundle_file, "quota", "名额", Shape::any},
    Spelling{bundle_file, "shares", "分担", Shape::list},
    Spelling{bundle_file, "cases", "用例", Shape::list},

    Spelling{cases_file, "kind", "种类", Shape::text, kRequired},
    Spelling{cases_file, "id", "编号", Shape::text},
    Spelling{cases_file, "title", "名称", Shape::prose},
    Spelling{cases_file, "note", "说明", Shape::prose},
    Spelling{cases_file, "incentive", "事项", Shape::text, kRequired},
    Spelling{cases_file, "cases", "用例", Shape::list, kRequired},

    Spelling{prose, "zh", "中文", Shape::text},
    Spelling{prose, "en", "英文", Shape::text},

    Spelling{region, "name", "名称", Shape::text, kRequired},
    Spelling{region, "code", "代码", Shape::text},

    Spelling{citation, "document", "文件", Shape::text},
    Spelling{citation, "number", "文号", Shape::text},
    Spelling{citation, "issued", "印发日期", Shape::text},
    Spelling{citation, "clause", "条款", Shape::text},
    Spelling{citation, "quote", "原文", Shape::text},
    Spelling{citation, "url", "网址", Shape::text},
    Spelling{citation, "part_of", "属于", Shape::text},
    Spelling{citation, "text", "文本", Shape::text},

    Spelling{effective, "from", "自", Shape::text},
    Spelling{effective, "to", "至", Shape::text},
    Spelling{effective, "by", "按", Shape::text},
    Spelling{effective, "source", "依据", Shape::any},
    Spelling{effective, "interpretation", "解释", Shape::prose},

    Spelling{enumeration, "ordered", "有序", Shape::text},
    Spelling{enumeration, "values", "取值", Shape::list, kRequired},

    Spelling{parameter, "type", "类型", Shape::text},
    Spelling{parameter, "unit", "单位", Shape::text},
    Spelling{parameter, "fields", "每项", Shape::text},
    Spelling{parameter, "value", "值", Shape::any},
    Spelling{parameter, "series", "历次", Shape::mapping},
    Spelling{parameter, "of", "取自", Shape::text},
    Spelling{parameter, "local", "地方", Shape::text},
    Spelling{parameter, "band", "幅度", Shape::text},
    Spelling{parameter, "source", "依据", Shape::any},
    Spelling{parameter, "interpretation", "解释", Shape::prose},
    Spelling{parameter, "note", "说明", Shape::prose},

    Spelling{input, "type", "类型", Shape::text},
    Spelling{input, "unit", "单位", Shape::text},
    Spelling{input, "decimals", "小数", Shape::text},
    Spelling{input, "range", "范围", Shape::text},
    Spelling{input, "optional", "可无", Shape::text},
    Spelling{input, "when", "当", Shape::text},
    Spelling{input, "question", "问题", Shape::prose},
    Spelling{input, "help", "填报", Shape::prose},
    Spelling{input, "evidence", "证明", Shape::prose},
    Spelling{input, "aliases", "别名", Shape::list},
    Spelling{input, "role", "性质", Shape::text},
    Spelling{input, "source", "依据", Shape::any},
    Spelling{input, "interpretation", "解释", Shape::prose},
    Spelling{input, "note", "说明", Shape::prose},
    Spelling{input, "fields", "每项", Shape::any},
    Spelling{input, "from", "来自", Shape::any},

    Spelling{feed, "incentive", "事项", Shape::text, kRequired},
    Spelling{feed, "take", "取", Shape::text},

    Spelling{definition, "value", "值", Shape::text},
    Spelling{definition, "steps", "步骤", Shape::list},
    Spelling{definition, "each", "逐项", Shape::text},
    Spelling{definition, "as", "称作", Shape::text},
    Spelling{definition, "state", "状态", Shape::mapping},
    Spelling{definition, "step", "递推", Shape::mapping},
    Spelling{definition, "yields", "每项得", Shape::text},
    Spelling{definition, "result", "得", Shape::text},
    Spelling{definition, "unit", "单位", Shape::text},
    Spelling{definition, "source", "依据", Shape::any},
    Spelling{definition, "interpretation", "解释", Shape::prose},
    Spelling{definition, "note", "说明", Shape::prose},

    Spelling{table, "hit", "命中", Shape::text, kRequired},
    Spelling{table, "columns", "输入", Shape::any, kRequired},
    Spelling{table, "output", "输出", Shape::any, kRequired},
    Spelling{table, "source", "依据", Shape::any},
    Spelling{table, "interpretation", "解释", Shape::prose},
    Spelling{table, "note", "说明", Shape::prose},
    Spelling{table, "rows", "行", Shape::list, kRequired},
    Spelling{table, "else", "否则", Shape::any},
    Spelling{table, "priorities", "优先次序", Shape::list},

    Spelling{table_row, "cells", "格", Shape::list, kRequired},
    Spelling{table_row, "source", "依据", Shape::any},
    Spelling{table_row, "interpretation", "解释", Shape::prose},
    Spelling{table_row, "note", "说明", Shape::prose},

    Spelling{condition, "id", "编号", Shape::text, kRequired},
    Spelling{condition, "test", "要求", Shape::text},
    Spelling{condition, "any_of", "任一", Shape::list},
    Spelling{condition, "first_time", "首次", Shape::mapping},
    Spelling{condition, "reason", "不符合时", Shape::prose},
    Spelling{condition, "source", "依据", Shape::any},
    Spelling{condition, "interpretation", "解释", Shape::prose},
    Spelling{condition, "note", "说明", Shape::prose},

    Spelling{alternative, "id", "编号", Shape::text, kRequired},
    Spelling{alternative, "test", "要求", Shape::text},
    Spelling{alternative, "first_time", "首次", Shape::mapping},
    Spelling{alternative, "reason", "不符合时", Shape::prose, kRequired},
    Spelling{alternative, "source", "依据", Shape::any},
    Spelling{alternative, "interpretation", "解释", Shape::prose},
    Spelling{alternative, "note", "说明", Shape::prose},

    Spelling{first_time, "records", "记录", Shape::text, kRequired},
    Spelling{first_time, "key", "键", Shape::any},

    Spelling{step, "base", "基数", Shape::text},
    Spelling{step, "times", "乘", Shape::text},
    Spelling{step, "uplift", "上浮", Shape::any},
    Spelling{step, "bands", "分档", Shape::mapping},
    Spelling{step, "plus", "加", Shape::text},
    Spelling{step, "minus", "减", Shape::text},
    Spelling{step, "round", "取整", Shape::text},
    Spelling{step, "cap", "上限", Shape::text},
    Spelling{step, "floor", "下限", Shape::text},
    Spelling{step, "none_below", "起付", Shape::text},
    Spelling{step, "when", "当", Shape::text},
    Spelling{step, "source", "依据", Shape::any},
    Spelling{step, "interpretation", "解释", Shape::prose},
    Spelling{step, "note", "说明", Shape::prose},

    Spelling{uplift, "relative", "相对", Shape::text},
    Spelling{uplift, "points", "百分点", Shape::text},

    Spelling{bands, "method", "方式", Shape::text},   // required, with a message of its own (E350)
    Spelling{bands, "bands", "档", Shape::list, kRequired},

    Spelling{band, "above", "超过", Shape::text},
    Spelling{band, "from", "满", Shape::text},
    Spelling{band, "upto", "至", Shape::text},
    Spelling{band, "below", "不满", Shape::text},
    Spelling{band, "rate", "率", Shape::text},
    Spelling{band, "amount", "额", Shape::text},

    Spelling{anomaly, "id", "编号", Shape::text, kRequired},
    Spelling{anomaly, "when", "当", Shape::text, kRequired},
    Spelling{anomaly, "level", "级别", Shape::text, kRequired},
    Spelling{anomaly, "severity", "严重", Shape::text},
    Spelling{anomaly, "note", "说明", Shape::prose},
    Spelling{anomaly, "source", "依据", Shape::any},
    Spelling{anomaly, "interpretation", "解释", Shape::prose},

    Spelling{target, "id", "编号", Shape::text, kRequired},
    Spelling{target, "title", "名称", Shape::prose},
    Spelling{target, "of", "求", Shape::text, kRequired},
    Spelling{target, "value", "值", Shape::text},
    Spelling{target, "over", "除以", Shape::text},
    Spelling{target, "distinct", "不重复", Shape::text},
    Spelling{target, "when", "当", Shape::text},
    Spelling{target, "by_year", "按年", Shape::text},
    Spelling{target, "period", "期间", Shape::text},
    Spelling{target, "mode", "方式", Shape::text},
    Spelling{target, "base", "基期", Shape::any},
    Spelling{target, "at_least", "至少", Shape::any},
    Spelling{target, "above", "超过", Shape::any},
    Spelling{target, "at_most", "至多", Shape::any},
    Spelling{target, "below", "不满", Shape::any},
    Spelling{target, "about", "约", Shape::mapping},
    Spelling{target, "source", "依据", Shape::any},
    Spelling{target, "interpretation", "解释", Shape::prose},
    Spelling{target, "note", "说明", Shape::prose},

    Spelling{target_base, "year", "年", Shape::text, kRequired},
    Spelling{target_base, "value", "值", Shape::text, kRequired},

    Spelling{about, "value", "值", Shape::text, kRequired},
    Spelling{about, "band", "幅度", Shape::text},
    Spelling{about, "plus_minus", "上下", Shape::text},

    Spelling{case_, "name", "名称", Shape::text, kRequired},
    Spelling{case_, "bind", "取", Shape::mapping},
    Spelling{case_, "given", "申报", Shape::mapping},
    Spelling{case_, "expect", "结果", Shape::mapping, kRequired},
    Spelling{case_, "because", "理由", Shape::prose},
    Spelling{case_, "note", "说明", Shape::prose},

    Spelling{expectation, "eligible", "符合", Shape::text},
    Spelling{expectation, "amount", "金额", Shape::text},
    Spelling{expectation, "failed", "不符合", Shape::list},
    Spelling{expectation, "next", "下一问", Shape::text},
    Spelling{expectation, "anomalies", "异常", Shape::list},
    Spelling{expectation, "error", "错误", Shape::text},
    Spelling{expectation, "steps", "过程", Shape::list},
    Spelling{expectation, "parts", "分项", Shape::mapping},
    Spelling{expectation, "shares", "分担", Shape::mapping},
    Spelling{expectation, "recipients", "收款", Shape::mapping},
    Spelling{expectation, "schedule", "分期", Shape::mapping},
    Spelling{expectation, "due", "应付", Shape::text},
    Spelling{expectation, "recover", "追回", Shape::text},

    Spelling{bundle_case, "name", "名称", Shape::text, kRequired},
    Spelling{bundle_case, "given", "申报", Shape::mapping},
    Spelling{bundle_case, "expect", "结果", Shape::mapping, kRequired},
    Spelling{bundle_case, "because", "理由", Shape::prose},
    Spelling{bundle_case, "note", "说明", Shape::prose},

    Spelling{bundle_expectation, "totals", "汇总", Shape::mapping},

    Spelling{bundle_keys, "application", "申请", Shape::text, kRequired},
    Spelling{bundle_keys, "applicant", "申请人", Shape::text},
    Spelling{bundle_keys, "sequence", "受理序号", Shape::text},
    Spelling{bundle_keys, "period_date", "年度日", Shape::text},

    Spelling{stacking, "id", "编号", Shape::text},
    Spelling{stacking, "group", "组", Shape::list, kRequired},
    Spelling{stacking, "method", "方式", Shape::text, kRequired},
    Spelling{stacking, "choice", "选择", Shape::text},
    Spelling{stacking, "cost", "成本", Shape::text},
    Spelling{stacking, "source", "依据", Shape::text},
    Spelling{stacking, "note", "说明", Shape::prose},

    Spelling{limit, "per", "每", Shape::text, kRequired},
    Spelling{limit, "period", "期间", Shape::text},
    Spelling{limit, "cap", "上限", Shape::text, kRequired},
    Spelling{limit, "cut", "扣减", Shape::text},
    Spelling{limit, "incentives", "事项", Shape::list},
    Spelling{limit, "ranking", "排序", Shape::list},
    Spelling{limit, "source", "依据", Shape::text},
    Spelling{limit, "note", "说明", Shape::prose},

    Spelling{budget, "amount", "总额", Shape::text, kRequired},
    Spelling{budget, "method", "方式", Shape::text, kRequired},
    Spelling{budget, "incentives", "事项", Shape::list},
    Spelling{budget, "round", "取整", Shape::text},
    Spelling{budget, "remainder", "余数", Shape::text},
    Spelling{budget, "ranking", "排序", Shape::list},
    Spelling{budget, "last", "末位", Shape::text},
    Spelling{budget, "source", "依据", Shape::text},
    Spelling{budget, "note", "说明", Shape::prose},

    Spelling{ranking, "by", "按", Shape::text, kRequired},
    Spelling{ranking, "order", "次序", Shape::text},

    Spelling{quota, "count", "数量", Shape::text, kRequired},
    Spelling{quota, "incentives", "事项", Shape::list},
    Spelling{quota, "ranking", "排序", Shape::list},
    Spelling{quota, "source", "依据", Shape::text},
    Spelling{quota, "note", "说明", Shape::prose},

    Spelling{share, "party", "方", Shape::text, kRequired},
    Spelling{share, "rate", "比例", Shape::text},
    Spelling{share, "amount", "额", Shape::text},
    Spelling{share, "round", "取整", Shape::text},
    Spelling{share, "cap", "上限", Shape::text},
    Spelling{share, "rest", "余额", Shape::text},
    Spelling{share, "source", "依据", Shape::any},
    Spelling{share, "interpretation", "解释", Shape::prose},
    Spelling{share, "note", "说明", Shape::prose},

    Spelling{schedule, "on_failure", "中断", Shape::text},
    Spelling{schedule, "parts", "各期", Shape::list, kRequired},

    Spelling{instalment, "id", "编号", Shape::text, kRequired},
    Spelling{instalment, "rate", "比例", Shape::text},
    Spelling{instalment, "amount", "额", Shape::text},
    Spelling{instalment, "round", "取整", Shape::text},
    Spelling{instalment, "cap", "上限", Shape::text},
    Spelling{instalment, "rest", "余额", Shape::text},
    Spelling{instalment, "date", "期", Shape::text},
    Spelling{instalment, "when", "当", Shape::text},
    Spelling{instalment, "source", "依据", Shape::any},
    Spelling{instalment, "interpretation", "解释", Shape::prose},
    Spelling{instalment, "note", "说明", Shape::prose},

    Spelling{recovery, "paid", "已付", Shape::text, kRequired},
    Spelling{recovery, "when", "当", Shape::text},
    Spelling{recovery, "steps", "步骤", Shape::list},
    Spelling{recovery, "source", "依据", Shape::any},
    Spelling{recovery, "interpretation", "解释", Shape::prose},
    Spelling{recovery, "note", "说明", Shape::prose},

    Spelling{clause, "treatment", "处理", Shape::text, kRequired},
    Spelling{clause, "by", "由", Shape::list},
    Spelling{clause, "whole", "含下级", Shape::text},
    Spelling{clause, "quote", "原文", Shape::text},
    Spelling{clause, "part_of", "属于", Shape::text},
    Spelling{clause, "note", "说明", Shape::prose},

    Spelling{detector_file, "kind", "种类", Shape::text, kRequired},
    Spelling{detector_file, "id", "编号", Shape::text, kRequired},
    Spelling{detector_file, "title", "名称", Shape::prose},
    Spelling{detector_file, "note", "说明", Shape::prose},
    Spelling{detector_file, "uses", "引用", Shape::list},
    Spelling{detector_file, "sources", "依据", Shape::mapping},
    Spelling{detector_file, "units", "单位", Shape::list},
    Spelling{detector_file, "enums", "枚举", Shape::mapping},
    Spelling{detector_file, "parameters", "参数", Shape::mapping},
    Spelling{detector_file, "data", "数据", Shape::mapping},
    Spelling{detector_file, "subject", "主表", Shape::mapping},
    Spelling{detector_file, "views", "视图", Shape::mapping},
    Spelling{detector_file, "checks", "检测", Shape::list},
    Spelling{detector_file, "world", "底稿", Shape::mapping},

    Spelling{data_table, "file", "文件", Shape::text, kRequired},
    Spelling{data_table, "key", "键", Shape::text},
    Spelling{data_table, "columns", "字段", Shape::mapping, kRequired},
    Spelling{data_table, "normal", "整理", Shape::mapping},
    Spelling{data_table, "optional", "可无", Shape::text},

    Spelling{subject, "table", "表", Shape::text, kRequired},
    Spelling{subject, "key", "键", Shape::text, kRequired},
    Spelling{subject, "amount", "金额", Shape::text},
    Spelling{subject, "day", "日", Shape::text},

    Spelling{view, "note", "说明", Shape::prose},
    Spelling{view, "from", "从", Shape::text},
    Spelling{view, "union", "合并", Shape::list},
    Spelling{view, "group", "分组", Shape::mapping},
    Spelling{view, "join", "连", Shape::mapping},
    Spelling{view, "ties", "关联", Shape::mapping},
    Spelling{view, "path", "回路", Shape::mapping},
    Spelling{view, "peer", "同类", Shape::mapping},
    Spelling{view, "cluster", "归团", Shape::mapping},
    Spelling{view, "define", "计算", Shape::mapping},
    Spelling{view, "where", "其中", Shape::text},

    Spelling{check, "id", "编号", Shape::text, kRequired},
    Spelling{check, "title", "名称", Shape::prose, kRequired},
    Spelling{check, "family", "家族", Shape::text, kRequired},
    Spelling{check, "level", "级别", Shape::text, kRequired},
    Spelling{check, "severity", "严重", Shape::text, kRequired},
    Spelling{check, "source", "依据", Shape::any, kRequired},
    Spelling{check, "interpretation", "解释", Shape::prose},
    Spelling{check, "from", "从", Shape::text},
    Spelling{check, "union", "合并", Shape::list},
    Spelling{check, "group", "分组", Shape::mapping},
    Spelling{check, "join", "连", Shape::mapping},
    Spelling{check, "ties", "关联", Shape::mapping},
    Spelling{check, "path", "回路", Shape::mapping},
    Spelling{check, "peer", "同类", Shape::mapping},
    Spelling{check, "cluster", "归团", Shape::mapping},
    Spelling{check, "define", "计算", Shape::mapping},
    Spelling{check, "where", "其中", Shape::text},
    Spelling{check, "when", "当", Shape::text, kRequired},
    Spelling{check, "application", "申请", Shape::text, kRequired},
    Spelling{check, "evidence", "证据", Shape::mapping, kRequired},
    Spelling{check, "stake", "金额", Shape::text},
    Spelling{check, "description", "说明", Shape::prose, kRequired},
    Spelling{check, "clear", "澄清", Shape::prose, kRequired},
    Spelling{check, "cases", "用例", Shape::list, kRequired},

    Spelling{group, "by", "键", Shape::list, kRequired},
    Spelling{group, "as", "名", Shape::text, kRequired},
    Spelling{group, "window", "窗口", Shape::mapping},
    Spelling{group, "most", "最多", Shape::text},

    Spelling{window, "on", "按", Shape::text, kRequired},
    Spelling{window, "days", "天数", Shape::text, kRequired},

    Spelling{join, "table", "表", Shape::text, kRequired},
    Spelling{join, "on", "键", Shape::mapping, kRequired},
    Spelling{join, "all", "全部", Shape::text},
    Spelling{join, "each", "逐一", Shape::text},
    Spelling{join, "optional", "可缺", Shape::text},
    Spelling{join, "most", "最多", Shape::text},

    Spelling{ties, "table", "表", Shape::text, kRequired},
    Spelling{ties, "left", "左", Shape::text, kRequired},
    Spelling{ties, "right", "右", Shape::text, kRequired},
    Spelling{ties, "hops", "跳数", Shape::text, kRequired},
    Spelling{ties, "most", "最多", Shape::text},

    Spelling{path, "table", "表", Shape::text, kRequired},
    Spelling{path, "from", "起", Shape::text, kRequired},
    Spelling{path, "to", "到", Shape::text, kRequired},
    Spelling{path, "after", "自日", Shape::text, kRequired},
    Spelling{path, "days", "天数", Shape::text, kRequired},
    Spelling{path, "hops", "跳数", Shape::text, kRequired},
    Spelling{path, "least", "最少", Shape::text, kRequired},
    Spelling{path, "most", "最多", Shape::text},

    Spelling{peer, "value", "值", Shape::text, kRequired},
    Spelling{peer, "by", "键", Shape::list, kRequired},

    Spelling{cluster, "table", "表", Shape::text, kRequired},
    Spelling{cluster, "member", "成员", Shape::text, kRequired},
    Spelling{cluster, "most", "最多", Shape::text},

    Spelling{detector_case, "name", "名称", Shape::text, kRequired},
    Spelling{detector_case, "lookalike", "像", Shape::prose},
    Spelling{detector_case, "data", "数据", Shape::mapping, kRequired},
    Spelling{detector_case, "remove", "去掉", Shape::mapping},
    Spelling{detector_case, "flags", "报", Shape::list, kRequired},
    Spelling{population, "per", "每", Shape::any},
    Spelling{population, "of", "求", Shape::text},
    Spelling{population, "value", "值", Shape::text},
    Spelling{population, "rank", "排名", Shape::list},
    Spelling{population, "ties", "并列", Shape::text},
    Spelling{population, "when", "当", Shape::text},
    Spelling{population, "decimals", "小数", Shape::text},
    Spelling{population, "source", "依据", Shape::any},
    Spelling{population, "interpretation", "解释", Shape::prose},
    Spelling{population, "note", "说明", Shape::prose},

    Spelling{kind_word, "incentive", "事项"},
    Spelling{kind_word, "overlay", "细则"},
    Spelling{kind_word, "bundle", "组合"},
    Spelling{kind_word, "library", "公用"},
    Spelling{kind_word, "cases", "用例"},
    Spelling{kind_word, "detector", "检测器"},

    Spelling{type_word, "boolean", "是否"},
    Spelling{type_word, "money", "金额"},
    Spelling{type_word, "rate", "比例"},
    Spelling{type_word, "number", "数"},
    Spelling{type_word, "integer", "整数"},
    Spelling{type_word, "date", "日期"},
    Spelling{type_word, "days", "天数"},
    Spelling{type_word, "months", "月数"},
    Spelling{type_word, "text", "文本"},
    Spelling{type_word, "list", "列表"},
    Spelling{type_word, "record", "记录"},

    Spelling{hit_word, "unique", "唯一"},
    Spelling{hit_word, "first", "首个"},
    Spelling{hit_word, "any", "一致"},
    Spelling{hit_word, "sum", "累加"},
    Spelling{hit_word, "max", "就高"},
    Spelling{hit_word, "min", "就低"},
    Spelling{hit_word, "list", "列出"},
    Spelling{hit_word, "priority", "优先"},
    Spelling{hit_word, "rule_order", "按行序"},
    Spelling{hit_word, "output_order", "按输出序"},

    Spelling{local_word, "fixed", "不可"},
    Spelling{local_word, "allowed", "可填"},
    Spelling{local_word, "required", "必填"},

    Spelling{level_word, "note", "提示"},
    Spelling{level_word, "refer", "核查"},
    Spelling{level_word, "hold", "拦截"},

    Spelling{severity_word, "info", "信息"},
    Spelling{severity_word, "low", "低"},
    Spelling{severity_word, "medium", "中"},
    Spelling{severity_word, "high", "高"},
    Spelling{severity_word, "critical", "极高"},

    Spelling{bands_word, "marginal", "超额累进"},
    Spelling{bands_word, "whole", "全额累进"},

    Spelling{boolean_word, "true", "是"},
    Spelling{boolean_word, "false", "否"},

    Spelling{eligible_word, "true", "是"},
    Spelling{eligible_word, "false", "否"},
    Spelling{eligible_word, "unknown", "未知"},

    Spelling{feed_word, "amount", "金额"},
    Spelling{feed_word, "eligible", "符合"},
    Spelling{feed_word, "history", "历史"},

    Spelling{datum_word, "null", "无"},
    Spelling{datum_word, "unanswered", "未答"},

    Spelling{stacking_word, "sum", "累加"},
    Spelling{stacking_word, "highest", "就高"},
    Spelling{stacking_word, "choose", "择一"},
    Spelling{stacking_word, "top_up", "补差"},
    Spelling{stacking_word, "at_most", "不超过"},

    Spelling{per_word, "application", "申请"},
    Spelling{per_word, "applicant", "申请人"},
    Spelling{per_word, "sequence", "受理序号"},

    Spelling{period_word, "calendar_year", "自然年"},

    Spelling{cut_word, "last_first", "后列先扣"},
    Spelling{cut_word, "pro_rata", "按比例"},

    Spelling{budget_word, "pro_rata", "按比例"},
    Spelling{budget_word, "ranking", "排序"},
    Spelling{budget_word, "first_come", "先到先得"},

    Spelling{remainder_word, "keep", "留存"},
    Spelling{remainder_word, "largest_remainder", "最大余数"},

    Spelling{last_word, "in_full", "足额"},
    Spelling{last_word, "what_is_left", "给余额"},

    Spelling{order_word, "ascending", "升"},
    Spelling{order_word, "descending", "降"},

    Spelling{role_word, "patent_count", "专利数量"},
    Spelling{role_word, "quality", "质量"},
    Spelling{role_word, "use", "运用"},
    Spelling{role_word, "other", "其他"},

    Spelling{treatment_word, "encoded", "已编码"},
    Spelling{treatment_word, "monitored", "监测"},
    Spelling{treatment_word, "person", "人工"},
    Spelling{treatment_word, "not_computable", "不可计算"},
    Spelling{treatment_word, "open", "未定"},

    Spelling{recheck_word, "unchecked", "不复核"},

    Spelling{on_failure_word, "stop", "终止"},
    Spelling{on_failure_word, "continue", "继续"},

    Spelling{instalment_word, "due", "应付"},
    Spelling{instalment_word, "waiting", "待复核"},
    Spelling{instalment_word, "failed", "未通过"},
    Spelling{instalment_word, "stopped", "已终止"},
    Spelling{instalment_word, "refused", "不符合"},
    Spelling{instalment_word, "error", "出错"},

    Spelling{target_word, "sum", "合计"},
    Spelling{target_word, "count", "个数"},
    Spelling{target_word, "mean", "平均"},
    Spelling{target_word, "max", "最大"},
    Spelling{target_word, "min", "最小"},

    Spelling{target_mode_word, "cumulative", "累计"},
    Spelling{target_mode_word, "each_year", "逐年"},
    Spelling{target_mode_word, "last_year", "末年"},
    Spelling{target_mode_word, "growth", "逐年增幅"},
    Spelling{target_mode_word, "compound_growth", "年均增幅"},

    Spelling{population_word, "sum", "合计"},
    Spelling{population_word, "count", "个数"},
    Spelling{population_word, "max", "最大"},
    Spelling{population_word, "min", "最小"},

    Spelling{ties_word, "shared", "同名次"},
    Spelling{ties_word, "refused", "拒绝"},
};

constexpr auto kByScope = [](const Spelling& left, const Spelling& right) { return left.scope < right.scope; };
static_assert(std::is_sorted(std::begin(kSpellings), std::end(kSpellings), kByScope));

}  // namespace

std::span<const Spelling> spellings() noexcept { return kSpellings; }

std::span<const Spelling> spellings(Scope scope) noexcept {
    const auto [begin, end] =
        std::equal_range(std::begin(kSpellings), std::end(kSpellings), Spelling{scope, "", ""}, kByScope);
    return {begin, end};
}

const Spelling* find_spelling(Scope scope, std::string_view written) noexcept {
    for (const Spelling& row : spellings(scope)) {
        if (written == row.en || written == row.zh) {
            return &row;
        }
    }
    return nullptr;
}

const Spelling& spelling(Scope scope, std::string_view en) {
    const Spelling* found = find_spelling(scope, en);
    expect(found != nullptr && found->en == en, "a loader asks for keys that its scope has");
    return *found;
}

std::string choices(Scope scope, bool chinese) {
    std::string text;
    for (const Spelling& row : spellings(scope)) {
        text += text.empty() ? "" : chinese ? "、" : ", ";
        text += chinese ? row.zh : row.en;
    }
    return text;
}

std::optional<std::string_view> nearest_spelling(Scope scope, std::string_view written) {
    std::vector<std::string_view> candidates;
    for (const Spelling& row : spellings(scope)) {
        candidates.push_back(row.zh);
        candidates.push_back(row.en);
    }
    return nearest(written, candidates);
}

}  // namespace huiqi
