#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "tools/huiqi/ask/interview.h"
#include "tools/web/http_server.h"
#include "tools/web/prepared_site.h"

namespace huiqi {

/// The self-check behind HTTP: the interface for programs and the pages for people. Keeps nothing of an
/// applicant: what a request says lives as long as the request.
class WebApp {
public:
    /// The rules must outlive it.
    explicit WebApp(std::shared_ptr<const InterviewRules> rules);
    ~WebApp();

    [[nodiscard]] HttpResponse answer(const HttpRequest& request);
    /// One line of /v1/batch, one line of result, which says the line's number.
    [[nodiscard]] std::string answer_line(std::uint64_t number, std::string_view line);
    /// A fault of a line of /v1/batch as problem details that say the line's number.
    [[nodiscard]] static std::string line_problem(std::uint64_t number, unsigned status, std::string_view detail);
    /// A fault as problem details (RFC 9457).
    [[nodiscard]] static HttpResponse problem(unsigned status, std::string_view detail);
    /// Lets /metrics show what the server counts.
    void count_with(const HttpServer& server) { server_ = &server; }

private:
    /// What one thread needs while it answers, kept for the next.
    struct Desk;
    class Borrowed;

    [[nodiscard]] static HttpResponse wrong_method(std::string_view allowed);
    [[nodiscard]] HttpResponse route(const HttpRequest& request);
    [[nodiscard]] HttpResponse api(const HttpRequest& request);
    [[nodiscard]] std::string worksheets(const Desk& desk) const;
    [[nodiscard]] std::string evaluated(Desk& desk, const Answer& answers, std::vector<Message>& messages);
    [[nodiscard]] std::string metrics() const;
    [[nodiscard]] std::unique_ptr<Desk> take();
    void put_back(std::unique_ptr<Desk> desk);

    std::shared_ptr<const InterviewRules> rules_;
    PreparedSite site_;
    const HttpServer* server_ = nullptr;
    std::mutex lock_;
    std::vector<std::unique_ptr<Desk>> free_;
    std::array<std::atomic<std::uint64_t>, 6> statuses_{};  ///< by hundreds
    std::array<std::atomic<std::uint64_t>, 12> times_{};    ///< by powers of two from 64 µs
    std::atomic<std::uint64_t> nanoseconds_ = 0;
    std::atomic<std::uint64_t> evaluations_ = 0;
};

}  // namespace huiqi
