#include "campaign/runner.hpp"

#include <algorithm>

#include "campaign/play.hpp"
#include "campaign/tiers.hpp"
#include "sampling/stream.hpp"

namespace wedge {
namespace {

// The things that chance decides in a round, in an order that never changes: things of all; by adversary; by adversary
// and defender; by tie.
enum Item { signal, shared_opportunity, items_of_all };
enum ItemOfAdversary { opportunity, action, course, contest, cap, items_of_adversary };

bool any_of(const std::vector<bool>& flags) { return std::find(flags.begin(), flags.end(), true) != flags.end(); }

// The ranks that a crisis may close, with a weight of 0 where the scenario has none.
Scenario<Quantity> with_all_ranks(Scenario<Quantity> s) {
  const Quantity& rise = s.campaign.ranks_rise;
  if (!rise.uncertain() && !(rise.number() > 0.0)) return s;
  for (auto& a : s.adversaries)
    for (const auto& other : s.adversaries)
      if (other.id != a.id && a.closing_ranks.find(other.id) < 0)
        a.closing_ranks.entries.emplace_back(other.id, Quantity(0.0));
  return s;
}

// Where the wanted leaves of one scenario stand in another that has them all.
std::vector<int> positions_in(Scenario<Quantity> s, Scenario<Quantity> from, const std::vector<int>& wanted) {
  const auto here = leaves(s), there = leaves(from);
  std::vector<int> out;
  for (const int leaf : wanted)
    out.push_back(static_cast<int>(
        std::find_if(here.begin(), here.end(), [&](const auto& l) { return l.key == there[leaf].key; }) -
        here.begin()));
  return out;
}

}  // namespace

template <class Real>
struct CampaignRunner<Real>::Campaign {
  int index;  // among those run
  std::uint64_t number;
  std::vector<int> true_type;
  std::vector<bool> steadfast;
  std::vector<double> opportunity;  // by adversary: its probability
  double signal;
  CampaignState state;
  std::vector<bool> acting, lost;  // this round: by adversary, by defender
  std::vector<CrisisEvent> events;
  std::vector<Measures<double>> exact;
  std::vector<NameWorth> names;  // by foreseer
  ForesightCase foresight{};
  std::vector<double> name_worth;       // this round: by defender, by type
  std::vector<HedgeWorth> hedge_worth;  // this round: by defender
  Status status = Status::solved;
};

template <class Real>
struct CampaignRunner<Real>::Game {
  std::vector<int> adversaries;  // who has an opportunity and a target left
  std::unique_ptr<CrisisSolver<Real>> solver;
  std::vector<Measurer<Real>> measurers;
};

template <class Real>
CampaignRunner<Real>::CampaignRunner(const Scenario<Quantity>& scenario, std::vector<int> leaves, std::uint64_t seed,
                                     const SolverOptions& options, const NameSettings& names)
    : source_(with_all_ranks(scenario)),
      frame_(source_),
      seed_(seed),
      options_(options),
      rounds_(static_cast<int>(scenario.campaign.rounds.number())),
      blank_(reshaped<Real>(source_)),
      loader_(source_, frame_, positions_in(source_, scenario, leaves)),
      foresight_(blank_, frame_, loader_, options, static_cast<int>(scenario.campaign.foresight.number()), names),
      hedging_(blank_, frame_, loader_, foresight_, options),
      hedges_by_choice_(frame_.on("hedging") && hedges_by_choice(scenario.campaign.hedging)) {}

template <class Real>
CampaignRunner<Real>::~CampaignRunner() = default;

template <class Real>
int CampaignRunner<Real>::item_of(int adversary, int item) const {
  return items_of_all + adversary * (items_of_adversary + static_cast<int>(source_.defenders.size())) + item;
}

template <class Real>
double CampaignRunner<Real>::chance(const Campaign& campaign, int round, int item) const {
  const int items = item_of(static_cast<int>(source_.adversaries.size()), 0) + static_cast<int>(source_.ties.size());
  return Stream(seed_, Purpose::campaign_rounds, campaign.number, static_cast<std::uint32_t>(round * items + item))
      .uniform();
}

template <class Real>
double CampaignRunner<Real>::brink_chance(const Campaign& campaign, int round, int adversary) const {
  const int adversaries = static_cast<int>(source_.adversaries.size());
  return Stream(seed_, Purpose::brink, campaign.number, static_cast<std::uint32_t>(round * adversaries + adversary))
      .uniform();
}

template <class Real>
void CampaignRunner<Real>::begin(Campaign& campaign) {
  const Scenario<double>& s = loader_.draw(campaign.index);
  campaign.names.resize(foresight_.foreseers().size());
  campaign.foresight = {campaign.index, &campaign.state, &campaign.names};
  campaign.state = initial_state(s, frame_);
  campaign.signal = s.campaign.signal;
  Stream types(seed_, Purpose::campaign_types, campaign.number);
  for (const auto& adversary : s.adversaries) {
    campaign.opportunity.push_back(adversary.opportunity);
    double u = types.uniform();
    int type = 0;
    while (type + 1 < static_cast<int>(adversary.types.size()) && u >= adversary.types[type].prior)
      u -= adversary.types[type++].prior;
    campaign.true_type.push_back(type);
  }
  for (const auto& defender : s.defenders) campaign.steadfast.push_back(types.uniform() < defender.steadfast);
}

// Who has an opportunity; with probability `signal` all share one chance.
template <class Real>
void CampaignRunner<Real>::begin_round(Campaign& c, int round) const {
  const bool concert = chance(c, round, signal) < c.signal;
  c.acting.clear();
  c.lost.clear();
  for (int j = 0; j < static_cast<int>(c.opportunity.size()); ++j)
    c.acting.push_back(chance(c, round, concert ? static_cast<int>(shared_opportunity) : item_of(j, opportunity)) <
                       c.opportunity[j]);
  for (const DefenderState& defender : c.state.defenders) c.lost.push_back(defender.lost);
  c.events.assign(c.acting.size(), CrisisEvent{});
  c.exact.resize(c.acting.size());
  c.name_worth.assign(c.lost.size() * responder_types, std::numeric_limits<double>::quiet_NaN());
  for (int j = 0; j < static_cast<int>(c.acting.size()); ++j) {
    set_quiet(source_, frame_, c.state, j, c.exact[j]);
    c.events[j].likelihood.assign(source_.adversaries[j].types.size(), 1.0);
    if (c.acting[j]) c.events[j].course = CrisisEvent::Course::quiet;
  }
}

template <class Real>
std::vector<Status> CampaignRunner<Real>::run(std::span<const double> values, std::span<const std::uint64_t> numbers,
                                              const Watch& watch) {
  loader_.begin(values);
  std::vector<Campaign> campaigns(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    campaigns[i].index = static_cast<int>(i);
    campaigns[i].number = numbers[i];
    begin(campaigns[i]);
  }
  for (int round = 0; round < rounds_; ++round) play_round(campaigns, round, watch);
  std::vector<Status> out;
  for (const Campaign& campaign : campaigns) out.push_back(campaign.status);
  return out;
}

template <class Real>
typename CampaignRunner<Real>::Game& CampaignRunner<Real>::game_for(const std::vector<bool>& acting,
                                                                    const std::vector<bool>& lost) {
  std::unique_ptr<Game>& game = games_[{acting, lost}];
  if (game) return *game;
  game = std::make_unique<Game>();
  for (int j = 0; j < static_cast<int>(acting.size()); ++j)
    if (acting[j] && !crisis_structure(blank_, j, lost).targets.empty()) game->adversaries.push_back(j);
  game->solver = std::make_unique<CrisisSolver<Real>>(blank_, game->adversaries, lost);
  for (const int j : game->adversaries)
    game->measurers.emplace_back(crisis_structure(blank_, j, lost), static_cast<int>(blank_.defenders.size()));
  return *game;
}

// Campaigns in which the same adversaries act on the same defenders are solved together.
template <class Real>
void CampaignRunner<Real>::play_round(std::vector<Campaign>& campaigns, int round, const Watch& watch) {
  for (Campaign& campaign : campaigns)
    if (campaign.status == Status::solved) begin_round(campaign, round);
  foresee(campaigns);
  if (hedges_by_choice_) hedge(campaigns);
  std::map<std::pair<std::vector<bool>, std::vector<bool>>, std::vector<Campaign*>> alike;
  for (Campaign& campaign : campaigns) {
    if (campaign.status != Status::solved) continue;
    alike[{campaign.acting, campaign.lost}].push_back(&campaign);
  }
  for (auto& [key, group] : alike) {
    Game& game = game_for(key.first, key.second);
    if (game.adversaries.empty())
      for (Campaign* const campaign : group) move_on(*campaign, loader_.draw(campaign->index), round, watch);
    else
      solve_in_tiers<Real>(
          group, options_,
          [&](std::span<Campaign* const> pack, const SolverOptions& options, std::vector<Campaign*>* difficult) {
            play_pack(pack, game, options, difficult, round, watch);
          });
  }
}

template <class Real>
void CampaignRunner<Real>::play_pack(std::span<Campaign* const> pack, Game& game, const SolverOptions& options,
                                     std::vector<Campaign*>* difficult, int round, const Watch& watch) {
  const Solutions& solutions = game.solver->solve(load(pack), options, &loader_.reputation());
  std::vector<const Measures<Real>*> measured;
  for (std::size_t k = 0; k < game.measurers.size(); ++k) measured.push_back(&game.measurers[k].measure(solutions[k]));
  const std::vector<std::pair<int, std::array<Real, responder_types>>> names = names_of(solutions);
  for (int i = 0; i < static_cast<int>(pack.size()); ++i) {
    Campaign& campaign = *pack[i];
    const Status status = status_of(solutions, i);
    if (status != Status::solved && difficult != nullptr) {
      difficult->push_back(&campaign);
      continue;
    }
    campaign.status = status;
    if (status != Status::solved) continue;
    for (std::size_t k = 0; k < measured.size(); ++k)
      take_measures(*measured[k], i, solutions[k].crisis, campaign.exact[game.adversaries[k]]);
    for (const auto& [defender, worth] : names)
      for (int t = 0; t < responder_types; ++t) campaign.name_worth[defender * responder_types + t] = lane(worth[t], i);
    take(campaign, game, solutions, loader_.numbers(i), round, i);
    move_on(campaign, loader_.numbers(i), round, watch);
  }
}

// The gain that hedging would bring to allies in this round.
template <class Real>
void CampaignRunner<Real>::hedge(std::vector<Campaign>& campaigns) {
  std::map<std::vector<bool>, std::vector<HedgingCase>> alike;
  for (Campaign& campaign : campaigns)
    if (campaign.status == Status::solved)
      alike[campaign.lost].push_back({campaign.index, &campaign.state, &campaign.foresight, &campaign.hedge_worth});
  for (auto& [lost, cases] : alike) {
    hedging_.weigh(cases, lost);
    for (const HedgingCase& one : cases) campaigns[one.row].status = one.status;
  }
}

// The worth of their names to those who foresee, in these crises.
template <class Real>
std::vector<std::pair<int, std::array<Real, responder_types>>> CampaignRunner<Real>::names_of(
    const Solutions& solutions) const {
  std::vector<std::pair<int, std::array<Real, responder_types>>> out;
  for (const Foreseer& who : foresight_.foreseers()) {
    std::array<WeightedMean<Real>, responder_types> mean;
    for (const CrisisSolution<Real>& s : solutions) {
      const auto one = worth_of_name(s, who.defender);
      for (int t = 0; t < responder_types; ++t) {
        mean[t].sum += one[t].sum;
        mean[t].weight += one[t].weight;
      }
    }
    out.push_back({who.defender, {mean[steadfast_type].mean(), mean[wavering_type].mean()}});
  }
  return out;
}

// The campaigns' numbers now, a lane each.
template <class Real>
const Scenario<Real>& CampaignRunner<Real>::load(std::span<Campaign* const> campaigns) {
  std::vector<typename CampaignLoader<Real>::Lane> lanes;
  std::vector<const ForesightCase*> cases;
  for (const Campaign* const campaign : campaigns) {
    lanes.push_back({campaign->index, &campaign->state});
    cases.push_back(&campaign->foresight);
  }
  const Scenario<Real>& s = loader_.load(lanes);
  foresight_.set_outlooks(cases);
  return s;
}

// The worth of names in this round, where it is asked; campaigns that have lost the same defenders go together.
template <class Real>
void CampaignRunner<Real>::foresee(std::vector<Campaign>& campaigns) {
  if (foresight_.foreseers().empty()) return;
  std::map<std::vector<bool>, std::vector<ForesightCase>> alike;
  for (Campaign& campaign : campaigns)
    if (campaign.status == Status::solved && (hedges_by_choice_ || any_of(campaign.acting)))
      alike[campaign.lost].push_back({campaign.index, &campaign.state, &campaign.names});
  for (auto& [lost, cases] : alike) {
    foresight_.foresee(cases, lost);
    for (const ForesightCase& one : cases) campaigns[one.row].status = one.status;
  }
}

// The players' moves, now that the equilibrium is known.
template <class Real>
void CampaignRunner<Real>::take(Campaign& c, const Game& game, const Solutions& solutions,
                                const Scenario<double>& numbers, int round, int i) {
  const int acting = static_cast<int>(game.adversaries.size());
  std::vector<int> chosen, moves;
  for (int k = 0; k < acting; ++k) {
    const CrisisSolution<Real>& s = solutions[k];
    const int j = game.adversaries[k];
    chosen.push_back(chosen_action(s, c.true_type[j], i, chance(c, round, item_of(j, action))));
    moves.push_back(chosen[k] < 0 ? 0 : move_of(s.crisis, s.crisis.actions[chosen[k]]));
  }
  for (int k = 0; k < acting; ++k) {
    const CrisisSolution<Real>& s = solutions[k];
    const int j = game.adversaries[k];
    CrisisEvent& event = c.events[j];
    if (chosen[k] < 0) {
      for (int t = 0; t < s.types(); ++t) event.likelihood[t] = lane(s.quiet(t), i);
      continue;
    }
    for (int t = 0; t < s.types(); ++t)
      event.likelihood[t] = lane(s.joint.strategy[s.first_game[chosen[k]] * s.types() + t], i);
    CrisisChance chances{
        chance(c, round, item_of(j, course)), chance(c, round, item_of(j, contest)), brink_chance(c, round, j), {}};
    for (int d = 0; d < static_cast<int>(source_.defenders.size()); ++d)
      chances.support.push_back(chance(c, round, item_of(j, items_of_adversary + d)));
    const int g = game_met(s, chosen[k], moves);
    const Target& target = s.target_of(g);
    event.action = s.action_of(g);
    event.target = target.defender;
    const Coalition supporters = respond(s, g, i, c.steadfast, chances, event);
    const Defence<double> rule = decision_rule(numbers, target);
    for (int r = 0; r < target.size(); ++r)
      if (has(supporters, r)) event.responses[r].effort = effort_share(rule, supporters, r);
    end_crisis(s, g, c.true_type[j], supporters, i, chances, event);
  }
}

// The moves of allies, now that they know what each option is worth.
template <class Real>
std::vector<Hedge> CampaignRunner<Real>::hedges_of(const Campaign& c, const Scenario<double>& numbers,
                                                   int round) const {
  std::vector<Hedge> out;
  if (!hedges_by_choice_) return out;
  const int defenders = static_cast<int>(c.lost.size());
  for (int k = 0; k < defenders; ++k) {
    const auto uniform = [&](int item) {
      return Stream(seed_, Purpose::campaign_hedging, c.number,
                    static_cast<std::uint32_t>((round * defenders + k) * 2 + item))
          .uniform();
    };
    out.push_back(hedge_chosen(c.hedge_worth[k], numbers.defenders[k].precision, numbers.campaign.discount,
                               numbers.campaign.effort_cost * numbers.campaign.effort_step, uniform(0), uniform(1)));
  }
  return out;
}

template <class Real>
void CampaignRunner<Real>::move_on(Campaign& c, const Scenario<double>& numbers, int round, const Watch& watch) {
  const int adversaries = static_cast<int>(source_.adversaries.size());
  Chance chances;
  for (int j = 0; j < adversaries; ++j) chances.cap.push_back(chance(c, round, item_of(j, cap)));
  for (int t = 0; t < static_cast<int>(source_.ties.size()); ++t)
    chances.shock.push_back(chance(c, round, item_of(adversaries, t)));
  const std::vector<Hedge> hedges = hedges_of(c, numbers, round);
  CampaignState after = advance(numbers, frame_, c.state, c.events, chances, hedges);
  watch(c.index, {round, c.state, after, c.events, c.exact, c.true_type, c.steadfast, c.name_worth, hedges});
  c.state = std::move(after);
}

WEDGE_FOR_ONE_GAME(template class CampaignRunner<double>)
template class CampaignRunner<Pack>;

}  // namespace wedge
