/// Claims about deterrence, as `scenarios/claims.toml` states them: what is compared, and what should come of it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenario/read.hpp"
#include "scenario/report.hpp"

namespace wedge::engine {

/// One slot of a study's layout by its names: `wedge_effect` of tactic `threaten` on defender `jpn`.
struct MeasureName {
  std::string name;
  std::vector<std::pair<std::string, std::string>>
      labels;  ///< dimension, label; one with a single label may be left out,
               ///< and `round`: then the mean over the rounds is meant
};

/// Which way a measure should move from each setting to the next.
struct Prediction {
  std::string key;  ///< `loss`, `deterrence` or `measure`, as the file has it
  MeasureName measure;
  bool rises;
  std::string text() const;  ///< `loss`, or `wedge_effect threaten jpn`
};

/// One way to set the scenario's keys.
struct Setting {
  std::string name;
  std::vector<Override> set;
  reading::Spot spot;
};

/// Settings that differ in the values of the same keys, so that draw by draw all else is the same.
struct Comparison {
  std::string condition;
  std::string scenario;    ///< path
  int draws = 0;           ///< at most; 0: as many as asked for
  bool campaigns = false;  ///< a draw is a campaign
  std::vector<std::pair<std::string, bool>>
      really;                   ///< of campaigns, only those in which defenders truly are steadfast, or not
  std::vector<Override> where;  ///< common to its settings
  std::vector<Setting> settings;
  std::vector<Prediction> predictions;
  reading::Spot spot;
};

struct Claim {
  std::string id, says, source;
  std::string needs;     ///< what it, or the part of it that is not compared here, cannot be run without
  std::string explains;  ///< of a claim that does not hold (everywhere): what in the model prevents it
  std::vector<Comparison> comparisons;
  reading::Spot spot;
};

/// Reads a claims file. InputError with every problem and its place. Whether keys and measures are ones that the
/// scenario has is found when its studies are made.
std::vector<Claim> read_claims(const std::string& text, const std::string& file);

/// The claims with these ids (`C2,C3`), in the order of the file; all without a wish. InputError for an id of none.
std::vector<Claim> chosen(std::vector<Claim> claims, const std::string& only);

}  // namespace wedge::engine
