#include "engine/studies/packages.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "engine/claims/part.hpp"
#include "engine/json.hpp"

namespace wedge::engine {
namespace {

std::int64_t count_solved(const std::vector<double>& values) {
  return std::count_if(values.begin(), values.end(), [](double x) { return !std::isnan(x); });
}

// What is wrong with a package's settings is said at the package.
Scenario<Quantity> with_package(ScenarioSource source, const std::string& file, const Package& package) {
  source.set.insert(source.set.end(), package.set.begin(), package.set.end());
  try {
    return read(source).scenario;
  } catch (const InputError& error) {
    std::vector<Problem> problems;
    for (const Problem& each : error.problems())
      problems.push_back({file, package.spot.line, package.spot.column, package.name, each.text()});
    throw InputError(std::move(problems));
  }
}

}  // namespace

std::vector<Package> read_packages(const std::string& text, const std::string& file) {
  const reading::Document document(text, {file});
  reading::Report report(document.sources());
  Part root(document, report, document.root(), reading::Spot{0, 1, 1, ""});
  std::vector<Package> out;
  for (Part& part : root.parts("package", "one or more [[package]]")) {
    Package next{part.text("name", true), part.cost("cost"), {}, part.spot()};
    if (!next.name.empty()) part.name(next.name);
    for (const Override& change : part.overrides("set", true))
      next.set.push_back(change.key + "=" + change.value.value_or(""));
    part.nothing_else();
    const bool known = std::any_of(out.begin(), out.end(), [&](const Package& p) { return p.name == next.name; });
    if (known && !next.name.empty()) report.add(next.spot, "is the name of two packages; expected one of each");
    out.push_back(std::move(next));
  }
  root.nothing_else();
  report.throw_if_any();
  return out;
}

Sweep package_sweep(const ScenarioSource& source, const std::string& file, const std::string& names) {
  const std::string as_it_is = "as it is";
  const std::vector<Package> packages = read_packages(text_of(file), file);
  std::vector<std::string> known, wanted;
  for (const Package& package : packages) known.push_back(package.name);
  if (std::ranges::find(known, as_it_is) == known.end()) known.insert(known.begin(), as_it_is);
  for (std::string name : swept_texts(names)) {
    const bool quoted = name.size() > 1 && (name[0] == '"' || name[0] == '\'') && name.back() == name[0];
    wanted.push_back(quoted ? name.substr(1, name.size() - 2) : name);
  }
  if (names == "*") wanted = known;
  Sweep out{"package", {}};
  for (const std::string& name : wanted) {
    const auto package = std::ranges::find(packages, name, &Package::name);
    if (package == packages.end() && name != as_it_is)
      fail_input("sweep package=" + names,
                 "there is no package '" + name + "' in " + file + "; " + suggestion(name, known));
    if (std::ranges::find(out.labels, name) != out.labels.end())
      fail_input("sweep package=" + names, "has " + name + " twice; expected each package once");
    std::string lines;
    if (package != packages.end()) {
      with_package(source, file, *package);
      for (const std::string& set : package->set) lines += (lines.empty() ? "" : "\n") + set;
    }
    out.values.push_back(static_cast<double>(out.values.size()));
    out.labels.push_back(name);
    out.settings.push_back(lines);
  }
  return out;
}

Remedies::Remedies(const ScenarioSource& source, const std::string& file, std::int64_t draws, const std::string& seed)
    : file_(file), packages_(read_packages(text_of(file), file)) {
  text_of(source);  // a pipe gives its bytes once
  std::vector<Scenario<Quantity>> others;
  for (const Package& package : packages_) others.push_back(with_package(source, file, package));
  outcomes_.emplace(source, draws, seed, others);
}

bool Remedies::run(const OnDraws& work) {
  values_.clear();
  for (std::size_t p = 0; p <= packages_.size(); ++p) {
    auto values = outcomes_->with(p == 0 ? std::vector<std::string>{} : packages_[p - 1].set, work);
    if (!values) return false;
    values_.push_back(std::move(*values));
  }
  return true;
}

std::vector<Remedies::Row> Remedies::rows() const {
  std::vector<Row> out;
  std::size_t best = 0;
  for (std::size_t p = 1; p < values_.size(); ++p)
    if (values_[p].mean_loss() < values_[best].mean_loss()) best = p;
  for (std::size_t p = 0; p < values_.size(); ++p)
    out.push_back({p == 0 ? Package{} : packages_[p - 1], outcomes_->difference(values_[0].loss, values_[p].loss),
                   outcomes_->difference(values_[0].deterrence, values_[p].deterrence),
                   outcomes_->difference(values_[best].loss, values_[p].loss), count_solved(values_[p].loss),
                   p == best});
  std::stable_sort(out.begin(), out.end(), [](const Row& a, const Row& b) { return a.loss.after < b.loss.after; });
  return out;
}

std::string remedies_document(const Remedies& remedies, const ScenarioSource& source, const std::string& packages,
                              const std::string& seed) {
  Json document = document_about(source);
  document.update({{"packages", packages}, {"seed", seed}, {"draws", remedies.draws()}, {"remedies", Json::array()}});
  const auto change = [](const Paired& found) {
    return Json{{"difference", json_number(found.difference)},
                {"standard_error", json_number(found.standard_error)},
                {"rises", json_number(found.rises)},
                {"falls", json_number(found.falls)},
                {"counts", counts(found)}};
  };
  for (const Remedies::Row& row : remedies.rows())
    document["remedies"].push_back({{"package", row.package.name.empty() ? Json(nullptr) : Json(row.package.name)},
                                    {"cost", row.package.cost ? Json(*row.package.cost) : Json(nullptr)},
                                    {"settings", row.package.set},
                                    {"solved", row.solved},
                                    {"loss", json_number(row.loss.after)},
                                    {"deterrence", json_number(row.deterrence.after)},
                                    {"change_of_loss", change(row.loss)},
                                    {"change_of_deterrence", change(row.deterrence)},
                                    {"behind_best", change(row.behind_best)},
                                    {"best", row.best}});
  return document.dump(2) + '\n';
}

}  // namespace wedge::engine
