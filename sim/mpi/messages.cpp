#include "messages.hpp"

#include <algorithm>
#include <iterator>
#include <memory>

#include "bytes.hpp"

namespace wedge::mpi {
namespace {

void write(Writer& out, const Sums& sums) {
  out.number(sums.points);
  for (const int size : {sums.replicates, sums.slots, sums.statuses}) out.number(size);
  for (const auto* values : {&sums.count, &sums.mean, &sums.m2, &sums.least, &sums.most}) out.numbers(*values);
  out.numbers(sums.by_status);
}

// Without histograms and indices, which rules of stopping do not look at.
Sums read_sums(Reader& in) {
  Sums sums;
  sums.points = in.number<std::int64_t>();
  for (int* size : {&sums.replicates, &sums.slots, &sums.statuses}) *size = in.number<int>();
  for (auto* values : {&sums.count, &sums.mean, &sums.m2, &sums.least, &sums.most}) *values = in.numbers<double>();
  sums.by_status = in.numbers<std::uint32_t>();
  return sums;
}

void write(Writer& out, const Chain& chain) {
  out.number(chain.first);
  out.number(chain.end);
  const bool begun = chain.before != nullptr && chain.before->seen().has_value();
  out.number(begun);
  if (begun) write(out, *chain.before->seen());
}

Chain read_chain(Reader& in, const StudyLayout& layout) {
  Chain chain;
  chain.first = in.number<int>();
  chain.end = in.number<int>();
  if (in.number<bool>()) chain.before = std::make_shared<StopRule>(layout, read_sums(in));
  return chain;
}

void write(Writer& out, const engine::Delivery& found) {
  out.number(found.blocks.size());
  for (const SealedBlock& block : found.blocks) {
    out.number(block.number);
    out.text(block.bytes);
  }
  const engine::Tally& tally = found.tally;
  out.numbers(tally.by_status);
  for (const double count : {tally.looked_at, tally.fragile, tally.quick, tally.traced_back, tally.certified,
                             tally.wrong_branch, tally.worst_error})
    out.number(count);
}

engine::Delivery read_delivery(Reader& in) {
  engine::Delivery found;
  for (auto left = in.number<std::size_t>(); left > 0; --left) {
    const int number = in.number<int>();
    found.blocks.push_back({number, in.text()});
  }
  engine::Tally& tally = found.tally;
  tally.by_status = in.numbers<std::int64_t>();
  for (double* count : {&tally.looked_at, &tally.fragile, &tally.quick, &tally.traced_back, &tally.certified,
                        &tally.wrong_branch, &tally.worst_error})
    *count = in.number<double>();
  return found;
}

Writer begun(Kind kind) {
  Writer out;
  out.number(static_cast<std::uint8_t>(kind));
  return out;
}

Reader opened(const std::string& message, Kind kind) {
  Reader in(message);
  if (in.number<std::uint8_t>() != static_cast<std::uint8_t>(kind))
    throw std::runtime_error("a message between ranks is out of turn");
  return in;
}

}  // namespace

void Report::add(Report&& other) {
  wants += other.wants, spare += other.spare, ended += other.ended, ranks += other.ranks, threads += other.threads,
      draws += other.draws;
  std::move(other.found.blocks.begin(), other.found.blocks.end(), std::back_inserter(found.blocks));
  found.tally.add(other.found.tally);
  stop = stop || other.stop;
  if (error.empty()) error = std::move(other.error);
}

bool Report::only_progress() const {
  return wants == 0 && spare == 0 && ended == 0 && ranks == 0 && found.blocks.empty() && !stop && !over &&
         error.empty();
}

Kind kind_of(const std::string& message) { return static_cast<Kind>(Reader(message).number<std::uint8_t>()); }

std::string encode(const Plan& plan) {
  Writer out = begun(Kind::plan);
  out.text(plan.identity);
  out.text(plan.isa);
  out.number(plan.threads);
  out.text(plan.extends);
  return out.take();
}

std::string encode(const Orders& orders) {
  Writer out = begun(Kind::orders);
  out.number(orders.chains.size());
  for (const Chain& chain : orders.chains) write(out, chain);
  out.number(orders.finish);
  out.number(orders.stop);
  return out.take();
}

std::string encode(const Report& report) {
  Writer out = begun(Kind::report);
  for (const int count : {report.wants, report.spare, report.ended, report.ranks, report.threads}) out.number(count);
  out.number(report.draws);
  write(out, report.found);
  out.number(report.stop);
  out.number(report.over);
  out.text(report.error);
  return out.take();
}

std::string encode_farewell() { return begun(Kind::farewell).take(); }

Plan plan_from(const std::string& message) {
  Reader in = opened(message, Kind::plan);
  Plan plan;
  plan.identity = in.text();
  plan.isa = in.text();
  plan.threads = in.number<int>();
  plan.extends = in.text();
  return plan;
}

Orders orders_from(const std::string& message, const StudyLayout& layout) {
  Reader in = opened(message, Kind::orders);
  Orders orders;
  for (auto left = in.number<std::size_t>(); left > 0; --left) orders.chains.push_back(read_chain(in, layout));
  orders.finish = in.number<bool>();
  orders.stop = in.number<bool>();
  return orders;
}

Report report_from(const std::string& message) {
  Reader in = opened(message, Kind::report);
  Report report;
  for (int* count : {&report.wants, &report.spare, &report.ended, &report.ranks, &report.threads})
    *count = in.number<int>();
  report.draws = in.number<std::int64_t>();
  report.found = read_delivery(in);
  report.stop = in.number<bool>();
  report.over = in.number<bool>();
  report.error = in.text();
  return report;
}

}  // namespace wedge::mpi
