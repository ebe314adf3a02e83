// Errors as values: what every door of a room returns.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace roentgen::base {

// The exit codes of every program of the house are these values (docs: README, "Exit codes").
enum class ErrorCode {
  internal = 1,        // our own fault
  usage = 2,           // the caller asked for something that makes no sense
  unusable_input = 3,  // the input cannot be read: damaged, encrypted, oversize, not an image
  some_failed = 4,     // some inputs failed, the others are done
  refused_model = 5,   // a model package is damaged, tampered with or of an unknown version
  cancelled = 130,     // interrupted by the user (128 + SIGINT)
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  // one sentence a person can act on, without patient text
  std::string subject;  // what it happened to: usually a file name; may be empty
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorCode code, std::string message, std::string subject = {}) {
  return std::unexpected(Error{code, std::move(message), std::move(subject)});
}

}  // namespace roentgen::base
