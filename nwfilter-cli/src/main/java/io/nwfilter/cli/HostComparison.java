package io.nwfilter.cli;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.difference.ChangedRules;
import io.nwfilter.netfilter.difference.Difference;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.host.Host;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares the guests of two hosts, and these themselves. */
final class HostComparison {

  private static final String HOST = "host";

  private final Function<DiffSide, DescribedHost> described;
  private final BooleanSupplier failed;
  private final @Nullable String dev;
  private final TimeLimitOption timeLimit;

  /** What all hosts that are compared have. */
  private final KnownNames names = new KnownNames();

  /** The last of them; null if there is none. */
  private @Nullable DescribedHost last;

  /**
   * Begins without hosts.
   *
   * @param described makes hosts of what files say
   * @param failed whether there are errors so far
   * @param dev the interface that is compared; null for all that have a filter
   * @param timeLimit how long all comparisons may take
   */
  HostComparison(
      Function<DiffSide, DescribedHost> described,
      BooleanSupplier failed,
      @Nullable String dev,
      TimeLimitOption timeLimit) {
    this.described = described;
    this.failed = failed;
    this.dev = dev;
    this.timeLimit = timeLimit;
  }

  /**
   * {@return how two hosts differ; nothing if there are errors}
   *
   * @param itself whether the host itself is compared, too
   */
  ImmutableList<Compared> compared(DiffSide before, DiffSide after, boolean itself) {
    DescribedHost old = described.apply(before);
    DescribedHost now = described.apply(after);
    if (failed.getAsBoolean()) {
      return ImmutableList.of();
    }
    Supplier<Host> hostBefore = Suppliers.memoize(old::host);
    Supplier<Host> hostAfter = Suppliers.memoize(now::host);
    GuestsOfBoth guests = GuestsOfBoth.of(old, now, dev);
    old.addTo(names, hostBefore.get());
    now.addTo(names, hostAfter.get());
    last = now;
    ChangedRules changed = ChangedRules.between(hostBefore.get().rules(), hostAfter.get().rules());
    Supplier<AlikeOnBoth> alike =
        Suppliers.memoize(
            () -> new AlikeOnBoth(old.alike(hostBefore.get()), now.alike(hostAfter.get())));
    boolean hostIsCompared = !itself;
    Map<String, Compared> firsts = new LinkedHashMap<>();
    ImmutableList.Builder<Compared> all = ImmutableList.builder();
    for (String port : guests.ports()) {
      Optional<Compared> like =
          firsts.entrySet().stream()
              .filter(first -> guests.remark(first.getKey()).equals(guests.remark(port)))
              .filter(first -> alike.get().areAlike(first.getKey(), port))
              .map(Map.Entry::getValue)
              .findFirst();
      if (like.isPresent()) {
        all.add(like.get().alike(guests.name(port), changed.first(port)));
        continue;
      }
      Subject one = old.subject(hostBefore.get(), old.guest(port));
      Subject other = now.subject(hostAfter.get(), now.guest(port));
      Compared compared =
          new Compared(
              guests.name(port),
              guests.remark(port),
              guests.withoutLone(Difference.between(one, other, timeLimit.budget())),
              changed.first(port));
      all.add(compared);
      firsts.put(port, compared);
      if (!hostIsCompared) {
        all.add(
            new Compared(
                HOST,
                Optional.empty(),
                Difference.ofHost(one, other, timeLimit.budget()),
                changed.first("")));
        hostIsCompared = true;
      }
    }
    return all.build();
  }

  /** Warns of what the options say about names that no host has. */
  void warnOfUnused() {
    if (last != null) {
      last.warnOfUnused(names);
    }
  }
}
