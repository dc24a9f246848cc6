#include "tools/web/http_server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <sys/resource.h>

namespace huiqi {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = asio::ip::tcp;
using Awaitable = asio::awaitable<void>;

constexpr auto kResult = asio::as_tuple(asio::use_awaitable);

/// What every response says: nothing of another origin, nothing kept, nothing framed.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kHeaders{{
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},  // with none at all a form is sent without its origin
    {"Cache-Control", "no-store"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"},
}};

[[nodiscard]] std::string text_of(beast::string_view text) {
    return {text.data(), text.size()};
}

/// Decodes %XX; nothing where it is malformed or holds a control character.
[[nodiscard]] std::optional<std::string> decoded(std::string_view path) {
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string text;
    for (std::size_t at = 0; at < path.size(); ++at) {
        int value = static_cast<unsigned char>(path[at]);
        if (path[at] == '%') {
            if (at + 2 >= path.size() || digit(path[at + 1]) < 0 || digit(path[at + 2]) < 0) {
                return std::nullopt;
            }
            value = digit(path[at + 1]) * 16 + digit(path[at + 2]);
            at += 2;
        }
        if (value < 0x20 || value == 0x7F) {
            return std::nullopt;
        }
        text += static_cast<char>(value);
    }
    return text;
}

[[nodiscard]] std::string small_letters(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

/// A type without its parameters.
[[nodiscard]] std::string kind_of(const std::string& type) {
    std::string kind = type.substr(0, type.find(';'));
    std::erase_if(kind, [](char c) { return c == ' ' || c == '\t'; });
    return kind;
}

/// Whether a body's end is found as every other reader of the request would find it. What the parser does not
/// take as chunked it would leave standing as the next request.
[[nodiscard]] bool is_framed(const http::fields& fields, unsigned version) {
    const std::size_t codings = fields.count(http::field::transfer_encoding);
    return codings == 0 ||
           (codings == 1 && version == 11 && beast::iequals(fields[http::field::transfer_encoding], "chunked"));
}

/// A target without the `http://` and the host that a client may write in front of its path (RFC 9112, 3.2.2);
/// one that names another host than the header does is left as it is, and no path.
[[nodiscard]] std::string_view origin_form(std::string_view target, std::string_view host) {
    const std::string front = small_letters("http://" + std::string(host));
    if (host.empty() || small_letters(std::string(target.substr(0, front.size()))) != front) {
        return target;
    }
    target.remove_prefix(front.size());
    return target.empty() ? "/" : target;
}

/// A request's target: the path decoded, nothing where that cannot be done, and the query as sent.
struct Target {
    std::optional<std::string> path;
    std::string query;
};

[[nodiscard]] Target target_of(std::string_view target) {
    const std::size_t mark = target.find('?');
    return {.path = decoded(target.substr(0, mark)),
            .query = mark == std::string_view::npos ? "" : std::string(target.substr(mark + 1))};
}

[[nodiscard]] HttpRequest request_of(http::request<http::string_body> message, const Target& target) {
    HttpRequest request;
    request.method = message.method() == http::verb::head ? "GET" : text_of(message.method_string());
    request.path = target.path.value_or("");
    request.query = target.query;
    request.content_type = kind_of(small_letters(text_of(message[http::field::content_type])));
    request.wants_html = small_letters(text_of(message[http::field::accept])).find("text/html") != std::string::npos;
    request.body = std::move(message.body());
    return request;
}

}  // namespace

struct HttpServer::Impl {
    Impl(HttpHandler given, HttpLimits bounds)
        : handler(std::move(given)), limits(bounds), acceptor(context), acceptor6(context) {}

    using Request = http::request<http::string_body>;
    using Response = http::response<http::string_body>;

    [[nodiscard]] Awaitable accept(Tcp::acceptor& from);
    /// Takes a port of one loopback address.
    [[nodiscard]] static beast::error_code take(Tcp::acceptor& with, const asio::ip::address& here, std::uint16_t at);
    [[nodiscard]] Awaitable serve(Tcp::socket socket);
    [[nodiscard]] asio::awaitable<bool> one_request(beast::tcp_stream& stream, beast::flat_buffer& buffer);
    /// What is wrong with a request before its body is read.
    struct Refusal {
        unsigned status = 400;
        std::string detail;
    };
    [[nodiscard]] std::optional<Refusal> refusal(const Target& target, const http::request_parser<http::empty_body>& header,
                                                 bool by_lines) const;
    /// Says what was wrong with a header that could not be read, where something was said at all.
    [[nodiscard]] asio::awaitable<bool> broken_header(beast::tcp_stream& stream, beast::error_code error);
    /// Lets a client go on that waits for leave to send its body.
    [[nodiscard]] asio::awaitable<bool> invite(beast::tcp_stream& stream, const http::fields& fields, unsigned version);
    /// Reads the body whole and answers.
    [[nodiscard]] asio::awaitable<bool> whole(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                              http::request_parser<http::empty_body>& header, const Target& target);
    [[nodiscard]] asio::awaitable<bool> lines(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                              http::request_parser<http::empty_body>& header);
    [[nodiscard]] asio::awaitable<bool> send(beast::tcp_stream& stream, HttpResponse made, unsigned version,
                                             bool keep, bool head);
    /// Says what is wrong and ends the connection.
    [[nodiscard]] asio::awaitable<bool> refuse(beast::tcp_stream& stream, unsigned status, std::string detail,
                                               unsigned version);
    [[nodiscard]] bool is_ours(const http::fields& fields) const;
    template <class Message>
    void add_headers(Message& message) const {
        for (const auto& [name, value] : kHeaders) {
            message.set(beast::string_view(name.data(), name.size()),
                        beast::string_view(value.data(), value.size()));
        }
    }

    HttpHandler handler;
    HttpLimits limits;
    asio::io_context context;
    Tcp::acceptor acceptor;
    Tcp::acceptor acceptor6;  ///< the same port of ::1, where this machine has it
    std::uint16_t port = 0;
    std::atomic<std::uint64_t> open = 0;
    std::atomic<std::uint64_t> accepted = 0;
    std::atomic<std::uint64_t> refused = 0;
};

/// A page of another site must not be able to talk to this server, not even by a name that it points here.
bool HttpServer::Impl::is_ours(const http::fields& fields) const {
    const std::string at = ":" + std::to_string(port);
    const std::array<std::string, 3> names{"localhost" + at, "127.0.0.1" + at, "[::1]" + at};
    const std::string host = small_letters(text_of(fields[http::field::host]));  // a name has no case
    if (fields.count(http::field::host) != 1 || std::find(names.begin(), names.end(), host) == names.end()) {
        return false;
    }
    const auto origin = fields.find(http::field::origin);
    return origin == fields.end() || (fields.count(http::field::origin) == 1 && text_of(origin->value()) == "http://" + host);
}

asio::awaitable<bool> HttpServer::Impl::send(beast::tcp_stream& stream, HttpResponse made, unsigned version,
                                             bool keep, bool head) {
    Response response{static_cast<http::status>(made.status), version};
    add_headers(response);
    response.set(http::field::content_type, made.content_type);
    for (const auto& [name, value] : made.headers) {
        response.set(name, value);
    }
    response.keep_alive(keep);
    response.body() = std::move(made.body);
    response.prepare_payload();
    if (head) {
        const auto length = response.body().size();
        response.body().clear();
        response.content_length(length);
    }
    stream.expires_after(std::chrono::seconds(limits.transfer_seconds));
    http::response_serializer<http::string_body> serializer{response};
    serializer.split(head);
    if (head) {
        const auto [error, bytes] = co_await http::async_write_header(stream, serializer, kResult);
        co_return !error && keep;
    }
    const auto [error, bytes] = co_await http::async_write(stream, serializer, kResult);
    co_return !error && keep;
}

asio::awaitable<bool> HttpServer::Impl::refuse(beast::tcp_stream& stream, unsigned status, std::string detail,
                                               unsigned version) {
    ++refused;
    HttpResponse made = handler.problem(status, detail);
    (void)co_await send(stream, std::move(made), version, false, false);
    co_return false;
}

/// Answers line by line: memory is that of one line, whatever the body.
asio::awaitable<bool> HttpServer::Impl::lines(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                              http::request_parser<http::empty_body>& header) {
    http::request_parser<http::buffer_body> parser{std::move(header)};
    parser.body_limit(limits.lines_bytes);
    http::response<http::empty_body> head{http::status::ok, parser.get().version()};
    add_headers(head);
    head.set(http::field::content_type, "application/jsonl; charset=utf-8");
    head.keep_alive(false);
    head.chunked(true);
    http::response_serializer<http::empty_body> serializer{head};
    stream.expires_after(std::chrono::seconds(limits.transfer_seconds));
    if (const auto [error, bytes] = co_await http::async_write_header(stream, serializer, kResult); error) {
        co_return false;
    }
    std::array<char, std::size_t{64} << 10U> piece{};
    std::string rest;
    std::string out;
    std::uint64_t number = 0;   // of the last line that was answered
    bool broken = false;
    const auto take_lines = [&](bool last) {
        std::size_t from = 0;
        for (std::size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n', from)) {
            out += handler.answer_line(++number, std::string_view(rest).substr(from, end - from));
            from = end + 1;
        }
        rest.erase(0, from);
        if (last && !rest.empty()) {
            out += handler.answer_line(++number, rest);
            rest.clear();
        }
    };
    while (!parser.is_done() && !broken) {
        parser.get().body().data = piece.data();
        parser.get().body().size = piece.size();
        stream.expires_after(std::chrono::seconds(limits.transfer_seconds));
        const auto [error, bytes] = co_await http::async_read(stream, buffer, parser, kResult);
        if (error && error != http::error::need_buffer) {
            broken = true;
            out += handler.line_problem(number + 1, error == http::error::body_limit ? 413 : 400, "the body broke off");
        }
        rest.append(piece.data(), piece.size() - parser.get().body().size);
        take_lines(parser.is_done());
        if (rest.size() > limits.line_bytes) {
            broken = true;
            out += handler.line_problem(number + 1, 413, "a line is too long");
        }
        if (!out.empty()) {
            stream.expires_after(std::chrono::seconds(limits.transfer_seconds));
            const auto [fault, sent] =
                co_await asio::async_write(stream, http::make_chunk(asio::buffer(out)), kResult);
            if (fault) {
                co_return false;
            }
            out.clear();
        }
    }
    (void)co_await asio::async_write(stream, http::make_chunk_last(), kResult);
    co_return false;
}

asio::awaitable<bool> HttpServer::Impl::broken_header(beast::tcp_stream& stream, beast::error_code error) {
    const bool spoke = error != http::error::end_of_stream &&
                       error.category() == http::make_error_code(http::error::bad_method).category();
    if (spoke) {
        const unsigned status = error == http::error::header_limit ? 431
                                : error == http::error::body_limit ? 413
                                                                   : 400;
        (void)co_await refuse(stream, status, error.message(), 11);
    }
    co_return false;
}

std::optional<HttpServer::Impl::Refusal> HttpServer::Impl::refusal(const Target& target,
                                                                   const http::request_parser<http::empty_body>& header,
                                                                   bool by_lines) const {
    const auto& fields = header.get();
    if (!is_framed(fields, header.get().version())) {
        return Refusal{501, "send the body with Content-Length, or with Transfer-Encoding: chunked alone"};
    }
    if (!is_ours(fields)) {
        return Refusal{421, "the request is meant for another host, or comes from another site"};
    }
    if (!target.path || !target.path->starts_with('/')) {
        return Refusal{400, "the path cannot be read"};
    }
    const auto length = header.content_length();
    if (length && *length > (by_lines ? limits.lines_bytes : limits.body_bytes)) {
        return Refusal{413, "the body is too large"};
    }
    const std::string encoding = small_letters(text_of(fields[http::field::content_encoding]));
    if (!encoding.empty() && encoding != "identity") {
        return Refusal{415, "send the body without Content-Encoding"};
    }
    const std::string type = small_letters(text_of(fields[http::field::content_type]));
    if (const std::size_t at = type.find("charset="); at != std::string::npos) {
        std::string charset = type.substr(at + 8);
        charset = charset.substr(0, charset.find(';'));
        std::erase_if(charset, [](char c) { return c == '"' || c == ' '; });
        if (charset != "utf-8" && charset != "utf8" && charset != "us-ascii") {
            return Refusal{415, "send UTF-8"};
        }
    }
    if (by_lines && std::find(handler.lines_types.begin(), handler.lines_types.end(), kind_of(type)) == handler.lines_types.end()) {
        return Refusal{415, "send " + handler.lines_types.front()};
    }
    return std::nullopt;
}

asio::awaitable<bool> HttpServer::Impl::invite(beast::tcp_stream& stream, const http::fields& fields, unsigned version) {
    if (!beast::iequals(fields[http::field::expect], "100-continue")) {
        co_return true;
    }
    http::response<http::empty_body> go{http::status::continue_, version};
    stream.expires_after(std::chrono::seconds(limits.transfer_seconds));
    const auto [fault, sent] = co_await http::async_write(stream, go, kResult);
    co_return !fault;
}

asio::awaitable<bool> HttpServer::Impl::one_request(beast::tcp_stream& stream, beast::flat_buffer& buffer) {
    http::request_parser<http::empty_body> header;
    header.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    header.body_limit(std::max<std::uint64_t>(limits.lines_bytes, limits.body_bytes));
    stream.expires_after(std::chrono::seconds(limits.idle_seconds));
    const auto [error, bytes] = co_await http::async_read_header(stream, buffer, header, kResult);
    if (error) {
        co_return co_await broken_header(stream, error);
    }
    const unsigned version = header.get().version();
    const Target target = target_of(origin_form(text_of(header.get().target()), text_of(header.get()[http::field::host])));
    const bool by_lines = target.path == handler.lines_path && header.get().method() == http::verb::post;
    if (auto wrong = refusal(target, header, by_lines)) {
        co_return co_await refuse(stream, wrong->status, std::move(wrong->detail), version);
    }
    if (!co_await invite(stream, header.get(), version)) {
        co_return false;
    }
    if (by_lines) {
        co_return co_await lines(stream, buffer, header);
    }
    co_return co_await whole(stream, buffer, header, target);
}

asio::awaitable<bool> HttpServer::Impl::whole(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                              http::request_parser<http::empty_body>& header, const Target& target) {
    http::request_parser<http::string_body> parser{std::move(header)};
    parser.body_limit(limits.body_bytes);
    stream.expires_after(std::chrono::seconds(limits.transfer_seconds));
    const auto [fault, read] = co_await http::async_read(stream, buffer, parser, kResult);
    if (fault) {
        if (fault != http::error::end_of_stream && fault != beast::error::timeout &&
            fault != asio::error::connection_reset) {
            (void)co_await refuse(stream, fault == http::error::body_limit ? 413 : 400, fault.message(),
                                  parser.get().version());
        }
        co_return false;
    }
    Request message = parser.release();
    const bool keep = message.keep_alive();
    const bool head = message.method() == http::verb::head;
    const unsigned version = message.version();
    HttpResponse made = handler.answer(request_of(std::move(message), target));
    co_return co_await send(stream, std::move(made), version, keep, head);
}

Awaitable HttpServer::Impl::serve(Tcp::socket socket) {
    ++open;
    {
        beast::tcp_stream stream(std::move(socket));
        beast::error_code ignored;
        stream.socket().set_option(Tcp::no_delay(true), ignored);
        beast::flat_buffer buffer{limits.header_bytes + (std::size_t{64} << 10U)};
        while (co_await one_request(stream, buffer)) {
            buffer.shrink_to_fit();  // an idle connection holds no buffer
        }
        // what is still coming is read away for a moment, so that the client sees the answer before the end
        stream.socket().shutdown(Tcp::socket::shutdown_send, ignored);
        std::array<char, 4096> away{};
        for (int times = 0; times < 256; ++times) {
            stream.expires_after(std::chrono::seconds(1));
            const auto [error, bytes] = co_await stream.async_read_some(asio::buffer(away), kResult);
            if (error) {
                break;
            }
        }
    }
    --open;
}

Awaitable HttpServer::Impl::accept(Tcp::acceptor& from) {
    while (true) {
        auto [error, socket] = co_await from.async_accept(asio::make_strand(context), kResult);
        if (error == asio::error::operation_aborted) {
            co_return;
        }
        if (error || open >= limits.connections) {  // no more can be taken: wait a little instead of spinning
            beast::error_code ignored;
            socket.close(ignored);
            asio::steady_timer pause(context, std::chrono::milliseconds(50));
            (void)co_await pause.async_wait(kResult);
            continue;
        }
        ++accepted;
        const auto strand = socket.get_executor();
        asio::co_spawn(strand, serve(std::move(socket)), asio::detached);
    }
}

beast::error_code HttpServer::Impl::take(Tcp::acceptor& with, const asio::ip::address& here, std::uint16_t at) {
    beast::error_code error;
    const Tcp::endpoint place(here, at);
    with.open(place.protocol(), error);
    if (!error && here.is_v6()) {
        with.set_option(asio::ip::v6_only(true), error);
    }
    if (!error) {
        with.set_option(asio::socket_base::reuse_address(true), error);
    }
    if (!error) {
        with.bind(place, error);
    }
    if (!error) {
        with.listen(4096, error);
    }
    return error;
}

HttpServer::HttpServer(HttpHandler handler, HttpLimits limits)
    : impl_(std::make_unique<Impl>(std::move(handler), limits)) {}
HttpServer::~HttpServer() = default;

bool HttpServer::listen(std::uint16_t port, std::string& fault) {
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
        impl_->limits.connections =
            std::min<std::size_t>(impl_->limits.connections, files.rlim_cur > 128 ? files.rlim_cur - 64 : 64);
    }
    beast::error_code error = Impl::take(impl_->acceptor, asio::ip::address_v4::loopback(), port);
    if (!error) {
        impl_->port = impl_->acceptor.local_endpoint().port();
        // a browser may try ::1 first for localhost; a machine without IPv6 does without
        if (Impl::take(impl_->acceptor6, asio::ip::address_v6::loopback(), impl_->port)) {
            beast::error_code ignored;
            impl_->acceptor6.close(ignored);
        }
    }
    fault = error ? error.message() : "";
    return !error;
}

std::uint16_t HttpServer::port() const {
    return impl_->port;
}

void HttpServer::run(unsigned threads) {
    asio::signal_set signals(impl_->context, SIGINT, SIGTERM);
    signals.async_wait([this](const beast::error_code& error, int) {
        if (!error) {
            impl_->context.stop();
        }
    });
    asio::co_spawn(impl_->context, impl_->accept(impl_->acceptor), asio::detached);
    if (impl_->acceptor6.is_open()) {
        asio::co_spawn(impl_->context, impl_->accept(impl_->acceptor6), asio::detached);
    }
    std::vector<std::thread> more;
    for (unsigned at = 1; at < threads; ++at) {
        more.emplace_back([this] { impl_->context.run(); });
    }
    impl_->context.run();
    for (std::thread& one : more) {
        one.join();
    }
}

HttpCounts HttpServer::counts() const {
    return {.connections_open = impl_->open, .connections = impl_->accepted, .refused = impl_->refused};
}

}  // namespace huiqi
