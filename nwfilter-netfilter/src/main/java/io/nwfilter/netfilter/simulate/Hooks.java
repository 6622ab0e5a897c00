package io.nwfilter.netfilter.simulate;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;
import io.nwfilter.netfilter.nft.NftFamily;
import io.nwfilter.netfilter.nft.NftTable;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the kernel calls at each hook of a family, in order. */
final class Hooks {

  private static final int REASSEMBLY = -400;
  static final int DESTINATION = -100;
  static final int SOURCE = 100;
  private static final int LAST = Integer.MAX_VALUE;

  private final EnumMap<Hook, Placed[]> calls = new EnumMap<>(Hook.class);

  private record Placed(int priority, HookCall call) {}

  private final EnumMap<Hook, List<Placed>> placed = new EnumMap<>(Hook.class);

  Hooks(Family family, HostRules rules, Situation situation, Set<String> askedSets) {
    boolean ip = family != Family.BRIDGE;
    Map<NftPlace, Map<String, PreparedChain>> prepared = new HashMap<>();
    ListMultimap<Hook, PreparedChain> translating = ArrayListMultimap.create();
    // A table that translates nothing does not make the kernel track connections, and without
    // connections its chains are not called.
    boolean tracks =
        (ip && situation.tracking) || ConnectionTracking.isNeededBy(rules, family);
    if (tracks && ip) {
      addTracking();
    } else if (tracks) {
      addTrackingOnBridges();
    }
    for (RuleTable table : rules.tables(family)) {
      prepared.put(NftPlace.of(table), Preparation.of(table, situation, askedSets));
    }
    for (Map.Entry<Hook, List<HostRules.Called>> at : rules.called(family).entrySet()) {
      Hook hook = at.getKey();
      for (HostRules.Called called : at.getValue()) {
        PreparedChain chain =
            requireNonNull(
                requireNonNull(prepared.get(NftPlace.of(called.table())))
                    .get(called.chain().name()));
        if (called.isTranslating()) {
          translating.put(hook, chain);
        } else {
          add(hook, called.priority(), new HookCall.OfChain(chain));
        }
      }
    }
    if (!translating.isEmpty() && tracks) {
      addTranslation(translating);
    }
    placed.forEach((hook, list) -> calls.put(hook, sorted(list)));
  }

  /** A table of a family: one of nftables may have the name of one of another tool. */
  private record NftPlace(Optional<NftFamily> nft, String name) {

    static NftPlace of(RuleTable table) {
      return new NftPlace(table.nft().map(NftTable::family), table.name());
    }
  }

  private static Placed[] sorted(List<Placed> list) {
    return list.stream()
        .sorted(Comparator.comparingInt(Placed::priority))
        .toArray(Placed[]::new);
  }

  private void add(Hook hook, int priority, HookCall call) {
    placed.computeIfAbsent(hook, any -> new ArrayList<>()).add(new Placed(priority, call));
  }

  private void addTracking() {
    for (Hook hook : new Hook[] {Hook.PREROUTING, Hook.OUTPUT}) {
      add(hook, REASSEMBLY, Reassembly.OF_TRACKING);
      add(hook, ConnectionTracking.PRIORITY, new HookCall.Tracking());
    }
    for (Hook hook : new Hook[] {Hook.INPUT, Hook.POSTROUTING}) {
      add(hook, LAST, new HookCall.Confirmation());
    }
  }

  /** What nf_conntrack_bridge does; the kernel of the build's machines does not have it. */
  private void addTrackingOnBridges() {
    add(Hook.PREROUTING, ConnectionTracking.PRIORITY, new HookCall.BridgeTracking());
    for (Hook hook : new Hook[] {Hook.INPUT, Hook.POSTROUTING}) {
      add(hook, LAST, new HookCall.Confirmation());
    }
  }

  private void addTranslation(ListMultimap<Hook, PreparedChain> chains) {
    for (Hook hook : new Hook[] {Hook.PREROUTING, Hook.OUTPUT}) {
      add(hook, DESTINATION, new HookCall.AddressTranslation(true, ImmutableList.copyOf(chains.get(hook))));
    }
    for (Hook hook : new Hook[] {Hook.INPUT, Hook.POSTROUTING}) {
      add(hook, SOURCE, new HookCall.AddressTranslation(false, ImmutableList.copyOf(chains.get(hook))));
    }
  }

  /**
   * Calls what is at a hook.
   *
   * @return whether the packet goes on
   */
  boolean call(Hook hook, Transit transit) {
    return call(hook, Integer.MIN_VALUE, Integer.MAX_VALUE, transit);
  }

  /**
   * Calls what is at a hook up to a priority.
   *
   * @return whether the packet goes on
   */
  boolean callUpTo(Hook hook, int priority, Transit transit) {
    return call(hook, Integer.MIN_VALUE, priority, transit);
  }

  /**
   * Calls what is at a hook after a priority.
   *
   * @return whether the packet goes on
   */
  boolean callAfter(Hook hook, int priority, Transit transit) {
    return call(hook, priority + 1, Integer.MAX_VALUE, transit);
  }

  private boolean call(Hook hook, int first, int last, Transit transit) {
    Placed @Nullable [] all = calls.get(hook);
    if (all == null) {
      return true;
    }
    Recorder recorder = transit.run.recorder;
    for (Placed one : all) {
      if (one.priority < first || one.priority > last) {
        continue;
      }
      if (recorder != null) {
        recorder.at(hook);
      }
      if (!one.call.call(transit)) {
        return false;
      }
    }
    return true;
  }
}
