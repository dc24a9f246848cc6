#include <random>

#include <doctest/doctest.h>

#include "tests/unit/language/checker_fixture.h"

namespace huiqi {
namespace {

/// Makes random expressions over the sample names: most are wrong in some way, many are not.
class RandomText {
public:
    explicit RandomText(std::uint32_t seed) : random_(seed) {}

    std::string expression(int depth) { return depth <= 0 ? pick(kLeaves) : composed(depth - 1); }

private:
    static constexpr std::string_view kLeaves[] = {
        "0",        "1",           "2.5",      "3元",      "1万元",  "2天",        "1个月",    "5%",
        "null",     "true",        "\"小型\"", "小型",     "省级",   "2024-01-31", "企业规模", "认定级别",
        "关联交易", "已通过",      "合同金额", "其他资助", "年利率", "天数",       "人数",     "放款日",
        "结清日",   "单项上限",    "信用代码", "付息",     "费用",   "各级",       "得分",     "可无得分",
        "有效期",   "联系人.生日", "item",     "金额",     "实付日", "利息",       "[]",       "x",
    };
    static constexpr std::string_view kInfix[] = {" + ",  " - ", " * ",  " / ",   " ** ", " = ",
                                                  " != ", " < ", " >= ", " and ", " or ", " in "};
    static constexpr std::string_view kCalls[] = {
        "min",    "max",     "sum",         "count",      "abs",          "default",     "not",
        "date",   "ROUND",   "modulo",      "slice",      "append",       "concatenate", "list contains",
        "string", "reverse", "running sum", "add months", "days between", "all",         "string join"};

    std::uint32_t below(std::size_t count) {
        return std::uniform_int_distribution<std::uint32_t>(0,
                                                            static_cast<std::uint32_t>(count - 1))(random_);
    }
    template <std::size_t count>
    std::string pick(const std::string_view (&words)[count]) {
        return std::string(words[below(count)]);
    }

    std::string composed(int depth) {
        const auto part = [&] { return expression(depth); };
        switch (below(14)) {
            case 0: return "if " + part() + " then " + part() + " else " + part();
            case 1: return part() + " between " + part() + " and " + part();
            case 2: return part() + " in (" + part() + ", >= " + part() + ")";
            case 3: return part() + " in [" + part() + ".." + part() + ")";
            case 4: return "[" + part() + ", " + part() + "]";
            case 5: return "for x in " + part() + " return " + part();
            case 6: return "some x in " + part() + " satisfies " + part();
            case 7: return "(" + part() + ")[" + part() + "]";
            case 8: return pick(kCalls) + "(" + part() + ")";
            case 9: return pick(kCalls) + "(" + part() + ", " + part() + ")";
            case 10: return "-(" + part() + ")";
            default: return "(" + part() + pick(kInfix) + part() + ")";
        }
    }

    std::mt19937 random_;
};

/// Tells whether a child can stand where `wanted` does: its type, its `T?` (narrowed), or what `[]` leaves
/// open.
bool stands_for(const Type& child, const Type& wanted) {
    const std::optional<Type> common = common_type(child.without_optional(), wanted.without_optional());
    return common && !child.any_unit();
}

/// Holds one checked expression to what the header promises.
class Verifier {
public:
    explicit Verifier(const CheckedExpression& expression) : expression_(expression) {}

    void verify() {
        for (CoreId id = 0; id < expression_.nodes.size(); ++id) {
            const CoreNode& node = expression_[id];
            for (const CoreId child : node.children) {
                CHECK(child < id);
            }
            CHECK(!node.type.any_unit());
            verify(node);
        }
    }

private:
    [[nodiscard]] const Type& child(const CoreNode& node, std::size_t index) const {
        return expression_[node.children[index]].type;
    }
    void all_children(const CoreNode& node, std::size_t first, const Type& wanted) const {
        for (std::size_t i = first; i < node.children.size(); ++i) {
            CHECK(stands_for(child(node, i), wanted));
        }
    }

    void verify(const CoreNode& node) const {
        switch (node.op) {
            case CoreOp::add:
            case CoreOp::subtract:
            case CoreOp::negate:
                CHECK(node.type.is(TypeKind::number));
                all_children(node, 0, node.type);
                break;
            case CoreOp::multiply:
                CHECK(node.type.unit() == child(node, 0).unit() * child(node, 1).unit());
                break;
            case CoreOp::divide:
                CHECK(node.type.unit() == child(node, 0).unit() / child(node, 1).unit());
                break;
            case CoreOp::power:
                CHECK(child(node, 1).unit().plain());
                CHECK((node.type.unit().plain() || expression_[node.children[1]].op == CoreOp::constant));
                break;
            case CoreOp::date_plus_days:
                CHECK(stands_for(child(node, 0), Type::date()));
                CHECK(stands_for(child(node, 1), days()));
                break;
            case CoreOp::date_plus_months: CHECK(stands_for(child(node, 1), months())); break;
            case CoreOp::less:
            case CoreOp::less_equal:
            case CoreOp::greater:
            case CoreOp::greater_equal:
                CHECK((child(node, 0).ordered() || child(node, 0).is(TypeKind::nothing)));
                [[fallthrough]];
            case CoreOp::equal:
            case CoreOp::not_equal:
                CHECK(stands_for(child(node, 0), child(node, 1)));
                CHECK(!child(node, 0).is(TypeKind::null));
                break;
            case CoreOp::and_:
            case CoreOp::or_: CHECK(node.children.size() >= 2); [[fallthrough]];
            case CoreOp::not_: all_children(node, 0, Type::boolean()); break;
            case CoreOp::if_:
                CHECK(stands_for(child(node, 0), Type::boolean()));
                all_children(node, 1, node.type);
                break;
            case CoreOp::list: all_children(node, 0, node.type.element()); break;
            case CoreOp::filter:
                CHECK(child(node, 0) == node.type);
                CHECK(stands_for(child(node, 1), Type::boolean()));
                CHECK(node.index < expression_.variables);
                break;
            case CoreOp::sort:
                CHECK(child(node, 0) == node.type);
                REQUIRE(node.children.size() >= 2);
                for (std::size_t key = 1; key < node.children.size(); ++key) {
                    CHECK(child(node, key).ordered());
                }
                CHECK(node.index < expression_.variables);
                break;
            case CoreOp::index:
                CHECK(stands_for(child(node, 0).element(), node.type));
                CHECK(stands_for(child(node, 1), Type::number()));
                break;
            case CoreOp::for_:
                CHECK(stands_for(child(node, 1), node.type.element()));
                CHECK(node.index < expression_.variables);
                break;
            case CoreOp::in_interval: CHECK(stands_for(child(node, 0), child(node, 1).element())); break;
            case CoreOp::call: verify_call(node); break;
            default: break;
        }
    }

    void verify_call(const CoreNode& node) const {
        switch (node.builtin) {
            case BuiltinId::min:
            case BuiltinId::max:
            case BuiltinId::sum:
                REQUIRE(node.children.size() == 1);
                CHECK(stands_for(child(node, 0), Type::list(node.type)));
                break;
            case BuiltinId::count:
            case BuiltinId::all:
                REQUIRE(node.children.size() == 1);
                CHECK(child(node, 0).is(TypeKind::list));
                break;
            case BuiltinId::round_half_up:
                REQUIRE(node.children.size() == 2);
                CHECK((child(node, 1).unit().plain() || child(node, 1).unit() == node.type.unit()));
                break;
            case BuiltinId::modulo:
            case BuiltinId::slice:
            case BuiltinId::reverse:
            case BuiltinId::running_sum:
            case BuiltinId::concatenate: all_children(node, 0, node.type); break;
            case BuiltinId::append:
                CHECK(stands_for(child(node, 0), node.type));
                all_children(node, 1, node.type.element());
                break;
            case BuiltinId::default_:
                CHECK(child(node, 0).optional());
                all_children(node, 0, node.type);
                break;
            case BuiltinId::add_months: REQUIRE(node.children.size() == 3); break;
            case BuiltinId::not_:
            case BuiltinId::duration:
            case BuiltinId::years_and_months_duration:
                FAIL_CHECK("this built-in never stands in a checked expression");
                break;
            default: break;
        }
    }

    const CheckedExpression& expression_;
};

TEST_CASE("whatever passes the checker keeps what its header promises, and what fails has a code") {
    constexpr std::uint32_t kSeed = 20'240'131;
    CAPTURE(kSeed);
    RandomText random(kSeed);
    std::size_t sound = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string text = random.expression(i % 2 + 1);
        CAPTURE(text);
        const CheckedText checked = check_text(text);
        for (const Diagnostic& fault : checked.diagnostics.all()) {
            CHECK((fault.code.starts_with("E1") || fault.code.starts_with("E2")));
            CHECK(fault.span.end <= text.size());
        }
        if (!checked.diagnostics.has_errors()) {
            ++sound;
            Verifier(checked.expression).verify();
        }
    }
    CHECK(sound > 100);
}

}  // namespace
}  // namespace huiqi
