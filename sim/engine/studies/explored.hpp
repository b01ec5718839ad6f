/// Everything that a page about a scenario or a stored study needs, as one JSON document (docs/explore.md).
#pragma once

#include <optional>
#include <string>

#include "engine/reading.hpp"
#include "engine/solved.hpp"
#include "results/estimates.hpp"

namespace wedge::engine {

/// A page solves games of at most this size itself, in tens of milliseconds.
inline constexpr double most_live_games = 400.0;

/// What a page is about: a scenario with its solution at the medians, and perhaps a study of it.
struct Explored {
  ScenarioSource source;  ///< its text is the scenario's, after all changes; `file` its name in messages
  ReadResult read;
  Solved solved;
  std::optional<Estimates> study{};
  std::string chronicle{};  ///< of a study of campaigns, one of them as a story
};

/// InputError for what is wrong with the scenario or with the result; a damaged result is refused.
Explored explored(const ScenarioSource& source);

/// Numbers of a study are base64 of little-endian floats of four bytes, by point and then by slot.
std::string page_document(const Explored& explored);

/// RFC 4648, with padding.
std::string base64(std::string_view bytes);

}  // namespace wedge::engine
