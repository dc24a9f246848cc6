#pragma once

#include <boost/asio.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>

namespace huiqi {

/// As many connections as there are threads answer lines at a time, the others wait in their order. Else a hundred bodies of lines
/// would each have their turn before every step of a small request beside them.
using AnswerTurns = boost::asio::experimental::concurrent_channel<void(boost::system::error_code)>;

/// A turn that was taken; gives it to the next.
class AnswerTurn {
public:
    explicit AnswerTurn(AnswerTurns& of) : of_(of) {}
    ~AnswerTurn() {
        of_.try_receive([](boost::system::error_code) {});
    }
    AnswerTurn(const AnswerTurn&) = delete;
    AnswerTurn& operator=(const AnswerTurn&) = delete;

private:
    AnswerTurns& of_;
};

}  // namespace huiqi
