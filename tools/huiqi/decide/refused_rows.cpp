#include "tools/huiqi/decide/refused_rows.h"

#include <span>

#include "engine/io/record_input.h"

namespace huiqi {

std::optional<DataFault> each_refusal(const std::string& path, const Schema& schema, const ReadOptions& options, const FaultSink& sink) {
    const auto each = [&sink](std::span<const RejectedRow> rows) {
        for (const RejectedRow& row : rows) {
            for (const DataFault& fault : row.faults) {
                sink(fault);
            }
        }
        return true;
    };
    OpenedInput opened = open_input(path, schema, options);
    for (const DataFault& fault : opened.faults) {
        sink(fault);
    }
    if (opened.input == nullptr) {
        return std::nullopt;   // the faults said why
    }
    for (std::size_t at = 0; at < opened.input->table_rejects().size(); ++at) {
        (void)opened.input->each_table_reject(at, each);
    }
    const auto parser = opened.input->parser();
    ParsedBlock block(schema);
    while (opened.input->next(block.block)) {
        block.clear();
        parser->parse(block);
        each(block.rejected);
    }
    const DataFault* const failure = opened.input->failure();
    return failure == nullptr ? std::nullopt : std::optional(*failure);
}

}  // namespace huiqi
