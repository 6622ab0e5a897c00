package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Multimaps;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.upgrade.ServiceChange.Blocker;
import io.nwfilter.netfilter.upgrade.ServiceChange.Effect;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tries what guests of networks do, before and after an upgrade.
 *
 * @param before the host before
 * @param after the host after
 * @param own the host's own rules
 * @param uplinks the interfaces by which the host may reach what is outside
 * @param ways the guests, once with each of these
 */
record Services(Side before, Side after, OwnRules own, Uplinks uplinks, List<HostGuests> ways) {

  /** {@return the guests, with the first of the interfaces} */
  HostGuests guests() {
    return ways.get(0);
  }

  /** {@return what changes if more is accepted after the upgrade} */
  ImmutableList<ServiceChange> with(Acceptance acceptance, CompileOptions to) {
    OwnRules more = own.with(acceptance.on(own.host()));
    Side accepting = acceptance.in(Side.of(guests().host(), to, more));
    return new Services(before, accepting, more, uplinks, ways).changes();
  }

  ImmutableList<ServiceChange> changes() {
    ListMultimap<Tried, Attempt> all = MultimapBuilder.linkedHashKeys().arrayListValues().build();
    for (HostGuests guests : ways) {
      all.putAll(new Attempts(before, after, own, guests, uplinks).all());
    }
    ImmutableList.Builder<ServiceChange> changes = ImmutableList.builder();
    Multimaps.asMap(all).forEach((tried, attempts) -> changes.addAll(changes(tried, attempts)));
    return changes.build();
  }

  /** What happens in the same way by some of the interfaces. */
  private record Kind(Effect effect, Optional<Blocker> blocker) {}

  private ImmutableList<ServiceChange> changes(Tried tried, List<Attempt> attempts) {
    ListMultimap<Kind, Attempt> kinds = MultimapBuilder.linkedHashKeys().arrayListValues().build();
    for (Attempt attempt : attempts) {
      kind(attempt).ifPresent(kind -> kinds.put(kind, attempt));
    }
    ImmutableList.Builder<ServiceChange> changes = ImmutableList.builder();
    Multimaps.asMap(kinds)
        .forEach(
            (kind, alike) -> {
              List<String> some =
                  alike.size() == attempts.size()
                      ? ImmutableList.of()
                      : alike.stream().map(Attempt::uplink).toList();
              changes.add(change(tried, kind, alike.get(0), some));
            });
    return changes.build();
  }

  private static ServiceChange change(
      Tried tried, Kind kind, Attempt attempt, List<String> uplinks) {
    String by = uplinks.isEmpty() ? "" : "by " + String.join(", ", uplinks);
    String details = tried.details() + (tried.details().isEmpty() || by.isEmpty() ? "" : " ") + by;
    return new ServiceChange(
        tried.network().name(),
        tried.network().bridge().orElseThrow().name(),
        tried.service(),
        details,
        tried.family(),
        kind.effect(),
        attempt.before().shown(),
        attempt.after().shown(),
        kind.blocker());
  }

  private Optional<Kind> kind(Attempt attempt) {
    ServiceRun was = attempt.before();
    ServiceRun is = attempt.after();
    Optional<Blocker> blocker = blocker(is);
    boolean certain = was.isCertain() && is.isCertain();
    if (is.rank() < was.rank()) {
      return Optional.of(new Kind(certain ? Effect.BLOCKED : Effect.PERHAPS_BLOCKED, blocker));
    } else if (is.rank() > was.rank()) {
      return Optional.of(
          new Kind(certain ? Effect.OPENED : Effect.PERHAPS_OPENED, blocker.filter(Blocker::own)));
    }
    boolean told = attempt.isPromised() && certain;
    boolean still =
        Stream.of(blocker, blocker(was))
            .allMatch(by -> by.filter(one -> one.own() || told).isPresent());
    return still
        ? Optional.of(
            new Kind(certain ? Effect.STILL_BLOCKED : Effect.PERHAPS_STILL_BLOCKED, blocker))
        : Optional.empty();
  }

  /** {@return the rule or policy that blocks} */
  private Optional<Blocker> blocker(ServiceRun run) {
    return run.blocker()
        .filter(decision -> !(decision instanceof Decision.ByKernel))
        .map(
            decision ->
                own.place(decision)
                    .map(place -> new Blocker(decision, run.hook(), /* own= */ true, place))
                    .orElseGet(
                        () ->
                            new Blocker(
                                decision, run.hook(), /* own= */ false, SourceLocation.NONE)));
  }
}
