#include "tools/web/http_server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <tuple>
#include <vector>

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <sys/resource.h>

#include "tools/web/answer_turns.h"
#include "tools/web/answered_lines.h"
#include "tools/web/http_text.h"
#include "tools/web/unfinished_bytes.h"

namespace huiqi {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Tcp = asio::ip::tcp;
using Awaitable = asio::awaitable<void>;

constexpr auto kResult = asio::as_tuple(asio::use_awaitable);

/// More is unfinished than there is room for.
constexpr unsigned kBusy = 503;
constexpr const char* kTooMuch = "too many large requests are under way; come again in a moment";
/// Of a body of lines: how much is read at once, and how much of answers is sent at once.
constexpr std::size_t kPiece = std::size_t{8} << 10U;
constexpr std::size_t kLinesOut = std::size_t{16} << 10U;  // then it is the turn of others

[[nodiscard]] std::string text_of(beast::string_view text) {
    return {text.data(), text.size()};
}

/// Whether a body's end is found as every other reader of the request would find it. What the parser does not
/// take as chunked it would leave standing as the next request.
[[nodiscard]] bool is_framed(const http::fields& fields, unsigned version) {
    const std::size_t codings = fields.count(http::field::transfer_encoding);
    return codings == 0 ||
           (codings == 1 && version == 11 && beast::iequals(fields[http::field::transfer_encoding], "chunked"));
}

[[nodiscard]] HttpRequest request_of(http::request<http::string_body> message, const RequestTarget& target) {
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
        : handler(std::move(given)), limits(bounds), acceptor(context), acceptor6(context), coming(bounds.unfinished_bytes, bounds.own_bytes),
          going(bounds.unfinished_bytes, bounds.own_bytes) {}

    /// One client, with what it makes the server hold.
    struct Connection {
        Connection(Impl& server, Tcp::socket socket)
            : stream(std::move(socket)), buffer(server.limits.header_bytes + (std::size_t{64} << 10U)), coming(server.coming), going(server.going) {}

        beast::tcp_stream stream;
        beast::flat_buffer buffer;
        UnfinishedBytes::Share coming;   ///< of a request
        UnfinishedBytes::Share going;    ///< of an answer
    };

    using Request = http::request<http::string_body>;
    using Response = http::response<http::string_body>;

    [[nodiscard]] Awaitable accept(Tcp::acceptor& from);
    /// Takes a port of one loopback address.
    [[nodiscard]] static beast::error_code take(Tcp::acceptor& with, const asio::ip::address& here, std::uint16_t at);
    [[nodiscard]] Awaitable serve(Tcp::socket socket);
    [[nodiscard]] asio::awaitable<bool> one_request(Connection& with);
    /// What is wrong with a request before its body is read.
    struct Refusal {
        unsigned status = 400;
        std::string detail;
    };
    [[nodiscard]] std::optional<Refusal> refusal(const RequestTarget& target, const http::request_parser<http::empty_body>& header,
                                                 bool by_lines) const;
    /// Says what was wrong with a header that could not be read, where something was said at all.
    [[nodiscard]] asio::awaitable<bool> broken_header(Connection& with, beast::error_code error);
    /// Lets a client go on that waits for leave to send its body.
    [[nodiscard]] asio::awaitable<bool> invite(Connection& with, const http::fields& fields, unsigned version);
    /// Reads the body whole and answers.
    [[nodiscard]] asio::awaitable<bool> whole(Connection& with, http::request_parser<http::empty_body>& header, const RequestTarget& target);
    [[nodiscard]] asio::awaitable<bool> lines(Connection& with, http::request_parser<http::empty_body>& header);
    /// Reads some more of a body of lines. False where it broke off; that is said among the answers.
    [[nodiscard]] asio::awaitable<bool> more_lines(Connection& with, http::request_parser<http::buffer_body>& parser, AnsweredLines& all,
                                                   std::vector<char>& piece);
    [[nodiscard]] asio::awaitable<bool> send(Connection& with, HttpResponse made, unsigned version, bool keep, bool head);
    /// Says what is wrong and ends the connection.
    [[nodiscard]] asio::awaitable<bool> refuse(Connection& with, unsigned status, std::string detail, unsigned version);
    /// A fault of HTTP, with when to come again.
    [[nodiscard]] HttpResponse fault(unsigned status, std::string_view detail) const;
    /// Reads away what still comes for a moment, so that the client sees the answer before the end.
    [[nodiscard]] static Awaitable drain(beast::tcp_stream& stream);
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
    UnfinishedBytes coming;
    UnfinishedBytes going;
    std::unique_ptr<AnswerTurns> turns;
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

HttpResponse HttpServer::Impl::fault(unsigned status, std::string_view detail) const {
    HttpResponse made = handler.problem(status, detail);
    if (status == kBusy) {
        made.headers.emplace_back("Retry-After", "5");
    }
    return made;
}

asio::awaitable<bool> HttpServer::Impl::send(Connection& with, HttpResponse made, unsigned version, bool keep, bool head) {
    if (!with.going.hold(made.body.size())) {
        ++refused;
        made = fault(kBusy, kTooMuch);
        keep = false;
    }
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
    with.stream.expires_after(std::chrono::seconds(limits.transfer_seconds));
    http::response_serializer<http::string_body> serializer{response};
    serializer.split(head);
    beast::error_code error;
    if (head) {
        std::tie(error, std::ignore) = co_await http::async_write_header(with.stream, serializer, kResult);
    } else {
        std::tie(error, std::ignore) = co_await http::async_write(with.stream, serializer, kResult);
    }
    (void)with.going.hold(0);
    co_return !error && keep;
}

asio::awaitable<bool> HttpServer::Impl::refuse(Connection& with, unsigned status, std::string detail, unsigned version) {
    ++refused;
    (void)co_await send(with, fault(status, detail), version, false, false);
    co_return false;
}

asio::awaitable<bool> HttpServer::Impl::more_lines(Connection& with, http::request_parser<http::buffer_body>& parser, AnsweredLines& all,
                                                   std::vector<char>& piece) {
    parser.get().body().data = piece.data();
    parser.get().body().size = piece.size();
    with.stream.expires_after(std::chrono::seconds(limits.transfer_seconds));
    const auto [error, bytes] = co_await http::async_read_some(with.stream, with.buffer, parser, kResult);
    if (error && error != http::error::need_buffer) {
        all.out += handler.line_problem(all.number + 1, error == http::error::body_limit ? 413 : 400, "the body broke off");
        co_return false;
    }
    all.rest.append(piece.data(), piece.size() - parser.get().body().size);
    if (!with.coming.hold(with.buffer.capacity() + piece.size() + all.rest.capacity())) {
        ++refused;
        all.out += handler.line_problem(all.number + 1, kBusy, kTooMuch);
        co_return false;
    }
    co_return true;
}

/// Answers line by line: memory is that of one line and of a few answers, whatever the body.
asio::awaitable<bool> HttpServer::Impl::lines(Connection& with, http::request_parser<http::empty_body>& header) {
    http::request_parser<http::buffer_body> parser{std::move(header)};
    parser.body_limit(limits.lines_bytes);
    // not eager: an eager parser waits for the next chunk before it gives the lines of this one
    http::response<http::empty_body> head{http::status::ok, parser.get().version()};
    add_headers(head);
    head.set(http::field::content_type, "application/jsonl; charset=utf-8");
    head.keep_alive(false);
    head.chunked(true);
    http::response_serializer<http::empty_body> serializer{head};
    with.stream.expires_after(std::chrono::seconds(limits.transfer_seconds));
    if (const auto [error, bytes] = co_await http::async_write_header(with.stream, serializer, kResult); error) {
        co_return false;
    }
    with.buffer.reserve(kPiece);
    std::vector<char> piece(kPiece);
    AnsweredLines all;
    bool goes_on = true;
    while (goes_on && !(parser.is_done() && all.rest.empty())) {
        goes_on = parser.is_done() || co_await more_lines(with, parser, all, piece);
        do {
            if (goes_on) {
                (void)co_await turns->async_send(beast::error_code(), kResult);
                const AnswerTurn turn(*turns);   // never held while something is waited for
                all.answer(handler, kLinesOut, parser.is_done());
            }
            if (goes_on && all.out.size() < kLinesOut && all.rest.size() > limits.line_bytes) {
                goes_on = false;
                all.out += handler.line_problem(all.number + 1, 413, "a line is too long");
            }
            if (all.out.empty()) {
                break;
            }
            if (!with.going.hold(all.out.size())) {
                ++refused;
                co_return false;  // without the end of the body, so that the client sees that answers are missing
            }
            with.stream.expires_after(std::chrono::seconds(limits.transfer_seconds));
            const auto [fault, sent] = co_await asio::async_write(with.stream, http::make_chunk(asio::buffer(all.out)), kResult);
            if (fault) {
                co_return false;
            }
            all.out.clear();
            (void)with.going.hold(0);
        } while (goes_on && all.rest.find('\n') != std::string::npos);
    }
    (void)co_await asio::async_write(with.stream, http::make_chunk_last(), kResult);
    co_return false;
}

asio::awaitable<bool> HttpServer::Impl::broken_header(Connection& with, beast::error_code error) {
    const bool spoke = error != http::error::end_of_stream &&
                       error.category() == http::make_error_code(http::error::bad_method).category();
    if (spoke) {
        const unsigned status = error == http::error::header_limit ? 431
                                : error == http::error::body_limit ? 413
                                                                   : 400;
        (void)co_await refuse(with, status, error.message(), 11);
    }
    co_return false;
}

std::optional<HttpServer::Impl::Refusal> HttpServer::Impl::refusal(const RequestTarget& target,
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
    if (!says_utf8(type)) {
        return Refusal{415, "send UTF-8"};
    }
    if (by_lines && std::find(handler.lines_types.begin(), handler.lines_types.end(), kind_of(type)) == handler.lines_types.end()) {
        return Refusal{415, "send " + handler.lines_types.front()};
    }
    return std::nullopt;
}

asio::awaitable<bool> HttpServer::Impl::invite(Connection& with, const http::fields& fields, unsigned version) {
    if (!beast::iequals(fields[http::field::expect], "100-continue")) {
        co_return true;
    }
    http::response<http::empty_body> go{http::status::continue_, version};
    with.stream.expires_after(std::chrono::seconds(limits.transfer_seconds));
    const auto [fault, sent] = co_await http::async_write(with.stream, go, kResult);
    co_return !fault;
}

asio::awaitable<bool> HttpServer::Impl::one_request(Connection& with) {
    http::request_parser<http::empty_body> header;
    header.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    header.body_limit(std::max<std::uint64_t>(limits.lines_bytes, limits.body_bytes));
    with.stream.expires_after(std::chrono::seconds(limits.idle_seconds));
    while (!header.is_header_done()) {
        const auto [error, bytes] = co_await http::async_read_some(with.stream, with.buffer, header, kResult);
        if (error) {
            co_return co_await broken_header(with, error);
        }
        if (!with.coming.hold(with.buffer.capacity())) {
            co_return co_await refuse(with, kBusy, kTooMuch, 11);
        }
    }
    const unsigned version = header.get().version();
    const RequestTarget target = target_of(origin_form(text_of(header.get().target()), text_of(header.get()[http::field::host])));
    const bool by_lines = target.path == handler.lines_path && header.get().method() == http::verb::post;
    if (auto wrong = refusal(target, header, by_lines)) {
        co_return co_await refuse(with, wrong->status, std::move(wrong->detail), version);
    }
    if (!co_await invite(with, header.get(), version)) {
        co_return false;
    }
    if (by_lines) {
        co_return co_await lines(with, header);
    }
    co_return co_await whole(with, header, target);
}

asio::awaitable<bool> HttpServer::Impl::whole(Connection& with, http::request_parser<http::empty_body>& header, const RequestTarget& target) {
    http::request_parser<http::string_body> parser{std::move(header)};
    parser.body_limit(limits.body_bytes);
    parser.eager(true);
    // room that is only announced is not taken up yet
    const bool announced = parser.content_length().has_value();
    if (!parser.is_done()) {
        with.buffer.reserve(limits.own_bytes);
    }
    with.stream.expires_after(std::chrono::seconds(limits.transfer_seconds));
    while (!parser.is_done()) {
        const auto [fault, read] = co_await http::async_read_some(with.stream, with.buffer, parser, kResult);
        if (fault) {
            if (fault != http::error::end_of_stream && fault != beast::error::timeout && fault != asio::error::connection_reset) {
                (void)co_await refuse(with, fault == http::error::body_limit ? 413 : 400, fault.message(), parser.get().version());
            }
            co_return false;
        }
        const std::string& body = parser.get().body();
        if (!with.coming.hold(with.buffer.capacity() + (announced ? body.size() : body.capacity()))) {
            co_return co_await refuse(with, kBusy, kTooMuch, parser.get().version());
        }
    }
    Request message = parser.release();
    const bool keep = message.keep_alive();
    const bool head = message.method() == http::verb::head;
    const unsigned version = message.version();
    HttpResponse made = handler.answer(request_of(std::move(message), target));
    (void)with.coming.hold(with.buffer.capacity());
    co_return co_await send(with, std::move(made), version, keep, head);
}

Awaitable HttpServer::Impl::drain(beast::tcp_stream& stream) {
    std::vector<char> away(std::size_t{16} << 10U);
    stream.expires_after(std::chrono::seconds(2));
    for (int times = 0; times < 256; ++times) {
        const auto [error, bytes] = co_await stream.async_read_some(asio::buffer(away), kResult);
        if (error) {
            co_return;
        }
    }
}

Awaitable HttpServer::Impl::serve(Tcp::socket socket) {
    ++open;
    {
        Connection with(*this, std::move(socket));
        beast::error_code ignored;
        with.stream.socket().set_option(Tcp::no_delay(true), ignored);
        while (co_await one_request(with)) {
            with.buffer.shrink_to_fit();  // an idle connection holds no buffer
            (void)with.coming.hold(with.buffer.capacity());
        }
        (void)with.coming.hold(0);
        with.buffer = beast::flat_buffer();
        with.stream.socket().shutdown(Tcp::socket::shutdown_send, ignored);
        co_await drain(with.stream);
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
            (void)co_await asio::steady_timer(context, std::chrono::milliseconds(50)).async_wait(kResult);
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
    impl_->turns = std::make_unique<AnswerTurns>(impl_->context, std::max(1U, threads));
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
    return {.connections_open = impl_->open, .connections = impl_->accepted, .refused = impl_->refused, .unfinished_bytes = impl_->coming.drawn() + impl_->going.drawn()};
}

}  // namespace huiqi
