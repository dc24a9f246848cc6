#include <algorithm>
#include <array>

#include "tests/oracle/rulebook_writer.h"

namespace huiqi::oracle {
namespace {

using Shape = Kind::Shape;

struct HitWord {
    const char* zh;
    const char* en;
};
constexpr std::array kHits{HitWord{"唯一", "unique"}, HitWord{"唯一", "unique"},   HitWord{"首个", "first"},
                           HitWord{"一致", "any"},    HitWord{"累加", "sum"},      HitWord{"就高", "max"},
                           HitWord{"就低", "min"},    HitWord{"列出", "list"},     HitWord{"优先", "priority"},
                           HitWord{"按行序", "rule_order"}, HitWord{"按输出序", "output_order"}};

}  // namespace

/// A table while it is written.
struct RulebookWriter::TableShape {
    std::string hit;                       ///< in English
    std::vector<Kind> columns;
    std::vector<Vocabulary::Name> named;   ///< its columns, when it is called like a function
    std::vector<Kind> outputs;
    std::vector<std::string> priorities;   ///< the outputs that may be given, when there is an order of them
    std::vector<Entry> rows;
};

Expression RulebookWriter::output(const TableShape& shape, const Kind& kind) {
    if (!shape.priorities.empty()) {
        return {.kind = kind, .binding = atom, .form = random_.pick(shape.priorities), .children = {}};
    }
    if (kind.shape == Shape::enumeration && random_.chance(50)) {
        return writer_.enum_value(kind.which);
    }
    const std::size_t before = words_.names.size();
    words_.names.insert(words_.names.end(), shape.named.begin(), shape.named.end());
    Expression made = writer_.of(kind, random_.chance(60) ? 0 : 2);
    words_.names.resize(before);
    return made;
}

std::vector<Piece> RulebookWriter::row(TableShape& shape, const std::vector<Piece>& cells) {
    std::vector<Piece> pieces{std::string("      - [")};
    for (const Piece& cell : cells) {
        pieces.push_back(cell);
        pieces.emplace_back(std::string(", "));
    }
    for (const Kind& kind : shape.outputs) {
        pieces.emplace_back(output(shape, kind));
        pieces.emplace_back(std::string(", "));
    }
    pieces.back() = std::string("]\n");
    return pieces;
}

/// Gives cells that divide all values of a column among them: each value satisfies one.
std::vector<std::string> RulebookWriter::slots(const Kind& column) {
    std::vector<std::string> cells;
    if (column.shape == Shape::enumeration) {
        cells = words_.enumerations[column.which].values;
        if (random_.chance(50)) {
            cells[0] += ", " + cells[1];
            cells.erase(cells.begin() + 1);
        }
    } else if (column.shape == Shape::boolean) {
        cells = {"true", "否"};
    } else {
        std::vector<std::string> cuts{"1", "10", "100.5"};
        if (column.shape == Shape::date) {
            cuts = {"2021-01-31", "2023-06-30", "2024-02-29"};
        } else if (column.which == static_cast<std::size_t>(Measure::money)) {
            cuts = {"0.5元", "1000元", "1万元"};
        }
        cuts.resize(1 + random_.below(cuts.size()));
        cells.push_back("< " + cuts.front());
        for (std::size_t at = 1; at < cuts.size(); ++at) {
            cells.push_back("[" + cuts[at - 1] + ".." + cuts[at] + ")");
        }
        cells.push_back(">= " + cuts.back());
    }
    if (column.optional) {
        cells.emplace_back("= null");
    }
    return cells;
}

/// Rows that are disjoint and complete: the product of what divides each column.
void RulebookWriter::lookup_rows(TableShape& shape) {
    std::vector<std::vector<Piece>> products{{}};
    for (const Kind& column : shape.columns) {
        std::vector<std::vector<Piece>> longer;
        const std::vector<std::string> cells = slots(column);
        for (const std::vector<Piece>& before : products) {
            for (const std::string& cell : cells) {
                longer.push_back(before);
                longer.back().emplace_back(Expression{.kind = column, .binding = atom, .form = cell, .children = {}});
            }
        }
        products = std::move(longer);
    }
    for (const std::vector<Piece>& cells : products) {
        shape.rows.push_back(line(row(shape, cells)));
    }
}

/// Rows that may overlap or leave gaps, with cells that may ask for what only the data know.
void RulebookWriter::free_rows(TableShape& shape) {
    for (std::size_t count = 2 + random_.below(4); count > 0; --count) {
        std::vector<Piece> cells;
        for (const Kind& column : shape.columns) {
            cells.emplace_back(writer_.cell(column, 1));
        }
        shape.rows.push_back(line(row(shape, cells)));
    }
}

Entry RulebookWriter::table() {
    TableShape shape;
    const HitWord& hit = kHits[random_.below(kHits.size())];
    shape.hit = hit.en;
    const bool numeric = shape.hit == "sum" || shape.hit == "max" || shape.hit == "min";
    const bool ranked = shape.hit == "priority" || shape.hit == "output_order";
    const bool called = random_.chance(40);
    const bool lookup = random_.chance(shape.hit == "unique" ? 90 : 20);
    const std::string name = fresh("表");
    static const std::vector<Measure> kMeasures{Measure::plain, Measure::money};
    std::vector<Piece> columns;
    for (std::size_t count = 1 + random_.below(2); count > 0; --count) {
        const std::size_t drawn = random_.below(5);
        Kind kind = drawn == 0   ? enumeration(random_.below(2))
                    : drawn == 1 ? boolean()
                    : drawn == 2 ? date()
                                 : number(random_.pick(kMeasures));
        if (called) {
            shape.named.push_back({fresh("列"), kind});
            columns.emplace_back((columns.empty() ? "{" : ", ") + shape.named.back().text + ": " + table_type_of(kind));
        } else {
            const auto maybe = random_.chance(25) ? writer_.leaf(optional(kind)) : std::nullopt;
            kind = maybe ? optional(kind) : kind;
            columns.emplace_back(std::string(columns.empty() ? "[" : ", "));
            columns.emplace_back(maybe ? *maybe : random_.chance(70) ? *writer_.leaf(kind) : writer_.of(kind, 2));
        }
        shape.columns.push_back(kind);
    }
    columns.emplace_back(std::string(called ? "}" : "]"));
    const bool several = !numeric && !ranked && !called && random_.chance(20);
    shape.outputs = {numeric || ranked ? number(random_.pick(kMeasures)) : writer_.scalar_kind()};
    if (ranked) {
        for (int count = 0; count < 3; ++count) {
            shape.priorities.push_back(writer_.literal(shape.outputs.front()).text());
        }
    }
    std::vector<Vocabulary::Name> fields;
    std::string output = table_type_of(shape.outputs.front());
    if (several) {
        shape.outputs.push_back(writer_.scalar_kind());
        fields = {{fresh("出"), shape.outputs[0]}, {fresh("出"), shape.outputs[1]}};
        output = "{" + fields[0].text + ": " + output + ", " + fields[1].text + ": " + table_type_of(shape.outputs[1]) + "}";
    }
    if (lookup) {
        lookup_rows(shape);
    } else {
        free_rows(shape);
    }

    Entry entry = line({"  " + name + ":\n    " + word("命中", "hit") + ": " + word(hit.zh, hit.en) + "\n    " +
                        word("输入", "columns") + ": "});
    entry.pieces.insert(entry.pieces.end(), columns.begin(), columns.end());
    std::string rest = "\n    " + word("输出", "output") + ": " + output + "\n";
    if (ranked) {
        rest += "    " + word("优先次序", "priorities") + ": [" + shape.priorities[0] + ", " + shape.priorities[1] + ", " +
                shape.priorities[2] + "]\n";
    }
    entry.pieces.emplace_back(rest + "    " + word("行", "rows") + ":\n");
    entry.inside = shape.rows;
    const bool listing = shape.hit == "list" || shape.hit == "rule_order" || shape.hit == "output_order";
    if (!lookup && !listing && random_.chance(numeric ? 50 : 90)) {
        shape.priorities.clear();
        std::vector<Piece> otherwise{"    " + word("否则", "else") + ": "};
        if (several) {
            otherwise = {"    " + word("否则", "else") + ": [", this->output(shape, shape.outputs[0]), std::string(", "),
                         this->output(shape, shape.outputs[1]), std::string("]\n")};
        } else {
            otherwise.emplace_back(this->output(shape, shape.outputs[0]));
            otherwise.emplace_back(std::string("\n"));
        }
        entry.inside.push_back(line(std::move(otherwise)));
    }
    Kind kind = shape.outputs.front();
    if (several) {
        kind = record(words_.records.size());
        words_.records.push_back(fields);
    }
    kind = listing ? list_of(kind) : kind;
    if (called) {
        words_.functions.push_back({.name = name, .columns = shape.columns, .output = kind});
    } else {
        know(name, kind);
    }
    return entry;
}

Entry RulebookWriter::tables() {
    Entry entry = section("对照表", "tables");
    for (std::size_t count = random_.below(4); count > 0; --count) {
        entry.inside.push_back(table());
    }
    return entry;
}

}  // namespace huiqi::oracle
