package io.nwfilter.netfilter.nftfilter;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The chains of one interface, and the entries of maps that lead to them, as they are collected.
 */
final class GuestPart {

  private static final ImmutableSet<Fates> ALL_FATES =
      Sets.immutableEnumSet(EnumSet.allOf(Fates.class));

  private final List<NftChain> chains = new ArrayList<>();
  private final Map<Dispatch, Map<SetKey, Target>> entries = new EnumMap<>(Dispatch.class);
  private final Set<Fates> fates = EnumSet.noneOf(Fates.class);
  private final DiagnosticSink sink = new DiagnosticSink();

  void add(NftChain chain) {
    chains.add(chain);
    for (ChainRule rule : chain.chain().rules()) {
      for (Fates fate : ALL_FATES) {
        if (fate.isLedTo(rule.target())) {
          fates.add(fate);
        }
      }
    }
  }

  /** {@return what rules lead packets to} */
  Set<Fates> fates() {
    return fates;
  }

  void enter(Dispatch map, SetKey key, String chain) {
    entries.computeIfAbsent(map, each -> new LinkedHashMap<>()).put(key, new Target.Jump(chain));
  }

  List<NftChain> chains() {
    return chains;
  }

  Map<Dispatch, Map<SetKey, Target>> entries() {
    return entries;
  }

  DiagnosticSink sink() {
    return sink;
  }

  List<Diagnostic> diagnostics() {
    return sink.diagnostics();
  }
}
