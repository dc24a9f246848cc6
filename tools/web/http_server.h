#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huiqi {

/// One request, read whole. What an applicant says is in the body alone and lives as long as the request.
struct HttpRequest {
    std::string method;        ///< `GET`, `POST` …
    std::string path;          ///< decoded, without the query
    std::string query;         ///< as sent, without `?`
    std::string content_type;  ///< in small letters, without parameters
    bool wants_html = false;   ///< a browser asks for a page
    std::string body;
};

struct HttpResponse {
    unsigned status = 200;
    std::string content_type = "application/json; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;  ///< beside those that every response has
};

/// What the server asks of the program behind it. Called from several threads at once.
struct HttpHandler {
    std::function<HttpResponse(const HttpRequest&)> answer;
    /// The path whose body is taken line by line, each answered by a line as it comes.
    std::string lines_path;
    std::function<std::string(std::uint64_t number, std::string_view line)> answer_line;
    /// The types under which such a body comes, in small letters.
    std::vector<std::string> lines_types;
    /// A fault of a line, with the number of the line, as a line.
    std::function<std::string(std::uint64_t number, unsigned status, std::string_view detail)> line_problem;
    /// A fault of HTTP itself, as a response.
    std::function<HttpResponse(unsigned status, std::string_view detail)> problem;
};

/// Bounds that keep one client from harming others.
struct HttpLimits {
    std::size_t header_bytes = std::size_t{16} << 10U;
    std::size_t body_bytes = std::size_t{1} << 20U;
    std::size_t line_bytes = std::size_t{1} << 20U;
    std::uint64_t lines_bytes = std::uint64_t{1} << 30U;  ///< of one body that is taken line by line
    std::size_t connections = 20'000;
    std::size_t own_bytes = std::size_t{4} << 10U;  ///< that each connection may always hold of a request, and of an answer
    std::size_t unfinished_bytes = std::size_t{64} << 20U;  ///< beyond these, of all requests under way, and of all answers; then 503
    std::uint32_t idle_seconds = 120;     ///< until the next request of a connection has come whole
    std::uint32_t transfer_seconds = 30;  ///< for a body, or a response, to come through
};

/// Counts for /metrics; nothing of what is asked is kept.
struct HttpCounts {
    std::uint64_t connections_open = 0;
    std::uint64_t connections = 0;
    std::uint64_t refused = 0;  ///< requests that were no sound HTTP, or meant for another host, or for which there was no room
    std::uint64_t unfinished_bytes = 0;  ///< of requests and answers under way, beyond what each connection has of its own
};

/// A web server on the loopback interface, asynchronous, for some threads. Answers only requests that name it
/// as their host and come from its own pages.
class HttpServer {
public:
    HttpServer(HttpHandler handler, HttpLimits limits);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Takes a port (0: any free one). Gives false with the reason when it cannot be had.
    [[nodiscard]] bool listen(std::uint16_t port, std::string& fault);
    [[nodiscard]] std::uint16_t port() const;
    /// Serves until SIGINT or SIGTERM.
    void run(unsigned threads);
    [[nodiscard]] HttpCounts counts() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace huiqi
