package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Hook;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the kernel calls at each hook of a family, in order. */
final class Hooks {

  private static final int DESTINATION = -100;
  private static final int SOURCE = 100;
  private static final int LAST = Integer.MAX_VALUE;

  private final EnumMap<Hook, HookCall[]> calls = new EnumMap<>(Hook.class);

  private record Placed(int priority, HookCall call) {}

  private final EnumMap<Hook, List<Placed>> placed = new EnumMap<>(Hook.class);

  Hooks(Ruleset ruleset, Situation situation, Set<String> askedSets) {
    boolean ip = ruleset.family() != Family.BRIDGE;
    boolean translates = ip && ruleset.table(Table.NAT).isPresent();
    EnumMap<Hook, PreparedChain> translating = new EnumMap<>(Hook.class);
    for (Table table : ruleset.tables().values()) {
      Map<String, PreparedChain> chains =
          Preparation.of(ruleset.family(), table, situation, askedSets);
      for (Chain chain : table.chains().values()) {
        PreparedChain prepared = chains.get(chain.name());
        if (chain.base().isEmpty() || prepared == null) {
          continue;
        }
        if (ip && table.name().equals(Table.NAT)) {
          translating.put(chain.base().get().hook(), prepared);
        } else {
          add(
              chain.base().get().hook(),
              chain.base().get().priority(),
              new HookCall.OfChain(prepared));
        }
      }
    }
    // A table that translates nothing does not make the kernel track connections, and without
    // connections its chains are not called.
    boolean tracks = ip && (situation.tracking || ConnectionTracking.isNeededBy(ruleset));
    if (tracks) {
      addTracking();
    }
    if (translates && tracks) {
      addTranslation(translating);
    }
    placed.forEach((hook, list) -> calls.put(hook, sorted(list)));
  }

  private static HookCall[] sorted(List<Placed> list) {
    return list.stream()
        .sorted(Comparator.comparingInt(Placed::priority))
        .map(Placed::call)
        .toArray(HookCall[]::new);
  }

  private void add(Hook hook, int priority, HookCall call) {
    placed.computeIfAbsent(hook, any -> new ArrayList<>()).add(new Placed(priority, call));
  }

  private void addTracking() {
    for (Hook hook : new Hook[] {Hook.PREROUTING, Hook.OUTPUT}) {
      add(hook, ConnectionTracking.REASSEMBLY, Reassembly.OF_TRACKING);
      add(hook, ConnectionTracking.PRIORITY, new HookCall.Tracking());
    }
    for (Hook hook : new Hook[] {Hook.INPUT, Hook.POSTROUTING}) {
      add(hook, LAST, new HookCall.Confirmation());
    }
  }

  private void addTranslation(Map<Hook, PreparedChain> chains) {
    for (Hook hook : new Hook[] {Hook.PREROUTING, Hook.OUTPUT}) {
      add(hook, DESTINATION, new HookCall.AddressTranslation(true, chains.get(hook)));
    }
    for (Hook hook : new Hook[] {Hook.INPUT, Hook.POSTROUTING}) {
      add(hook, SOURCE, new HookCall.AddressTranslation(false, chains.get(hook)));
    }
  }

  /**
   * Calls what is at a hook.
   *
   * @return whether the packet goes on
   */
  boolean call(Hook hook, Transit transit) {
    HookCall @Nullable [] all = calls.get(hook);
    if (all == null) {
      return true;
    }
    Recorder recorder = transit.run.recorder;
    for (HookCall call : all) {
      if (recorder != null) {
        recorder.at(hook);
      }
      if (!call.call(transit)) {
        return false;
      }
    }
    return true;
  }
}
