#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "engine/author/message_frame.h"
#include "tools/huiqi/commands.h"
#include "tools/lsp/server.h"

namespace huiqi {
namespace {

using lsp::Json;

/// What came from the editor and is not answered yet. A thread reads, so that a request can be called off while it waits.
class Inbox {
public:
    /// Reads standard input to its end.
    void read() {
        FrameReader reader;
        char bytes[1U << 16U];
        for (ssize_t got = 0; (got = ::read(STDIN_FILENO, bytes, sizeof bytes)) > 0;) {
            reader.feed({bytes, static_cast<std::size_t>(got)});
            while (std::optional<Frame> frame = reader.next()) {
                put(std::move(*frame));
            }
        }
        const std::scoped_lock lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }

    /// Gives the next message; nothing at the end. `idle` runs when none waits.
    template <class Idle>
    [[nodiscard]] std::optional<Frame> next(const Idle& idle) {
        std::unique_lock lock(mutex_);
        if (waiting_.empty() && !closed_) {
            lock.unlock();
            idle();
            lock.lock();
        }
        changed_.wait(lock, [this] { return !waiting_.empty() || closed_; });
        if (waiting_.empty()) {
            return std::nullopt;
        }
        Frame frame = std::move(waiting_.front());
        waiting_.pop_front();
        bytes_ -= frame.body.size();
        changed_.notify_all();
        return frame;
    }

    /// Tells whether anything was called off.
    [[nodiscard]] bool any_called_off() {
        const std::scoped_lock lock(mutex_);
        return !off_.empty();
    }

    /// Tells whether a request was called off, once.
    [[nodiscard]] bool called_off(const std::string& id) {
        const std::scoped_lock lock(mutex_);
        return off_.erase(id) != 0;
    }

private:
    static constexpr std::size_t kMostBytes = 128U << 20U;
    static constexpr std::size_t kMostIds = 10'000;

    void put(Frame frame) {
        std::optional<std::string> off;
        if (frame.body.size() < 1'000 && frame.body.find("$/cancelRequest") != std::string::npos) {
            const Json message = Json::parse(frame.body, nullptr, false);
            if (lsp::member(message, "method") == "$/cancelRequest") {
                off = lsp::member(lsp::member(message, "params"), "id").dump(-1, ' ', false, Json::error_handler_t::replace);
            }
        }
        std::unique_lock lock(mutex_);
        if (off) {
            // an id that was answered already would wait for ever
            if (off_.size() >= kMostIds) {
                off_.clear();
            }
            off_.insert(std::move(*off));
            return;
        }
        changed_.wait(lock, [this] { return bytes_ < kMostBytes; });
        bytes_ += frame.body.size();
        waiting_.push_back(std::move(frame));
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Frame> waiting_;
    std::set<std::string> off_;
    std::size_t bytes_ = 0;
    bool closed_ = false;
};

/// Gives the id of a request, as text; empty for what is none.
[[nodiscard]] std::string request_id(const Frame& frame) {
    const Json message = Json::parse(frame.body, nullptr, false);
    return message.is_object() && message.contains("method") && message.contains("id")
               ? message["id"].dump(-1, ' ', false, Json::error_handler_t::replace)
               : std::string();
}

Exit serve_editor(const Program& program) {
    std::signal(SIGPIPE, SIG_IGN);
    bool heard = true;
    lsp::Server server(program.language, [&heard](const Json& message) {
        heard = heard && put(framed(message.dump(-1, ' ', false, Json::error_handler_t::replace)));
        heard = heard && std::fflush(stdout) == 0;
    });
    const auto inbox = std::make_shared<Inbox>();
    // it may wait for the editor for ever, so it is never joined
    std::thread([inbox] { inbox->read(); }).detach();
    while (!server.ended() && heard) {
        const std::optional<Frame> frame = inbox->next([&server] { server.publish(); });
        if (!frame) {
            break;
        }
        const std::string id = frame->fault.empty() && inbox->any_called_off() ? request_id(*frame) : std::string();
        if (!frame->fault.empty()) {
            server.tell_broken(frame->fault);
        } else if (!id.empty() && inbox->called_off(id)) {
            server.cancel(Json::parse(id));
        } else {
            server.take(frame->body);
        }
    }
    return server.shut_down() ? Exit::done : Exit::answer_is_no;
}

}  // namespace

void add_lsp(CLI::App& app, Action& chosen) {
    auto* command = app.add_subcommand("lsp", "a language server for editors, over standard input and output / 编辑器的语言服务，走标准输入输出");
    auto stdio = std::make_shared<bool>(false);
    command->add_flag("--stdio", *stdio, "what it does anyway; some editors say it / 本来就是这样，有的编辑器会加上");
    command->footer("examples:\n  huiqi lsp\n  huiqi --lang zh lsp --stdio");
    command->callback([stdio, &chosen] { chosen = [](const Program& program) { return serve_editor(program); }; });
}

}  // namespace huiqi
