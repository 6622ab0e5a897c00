package io.nwfilter.netfilter.nftfilter;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.netfilter.nft.NftChain;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The chains of one interface, and the entries of maps that lead to them, as they are collected.
 */
final class GuestPart {

  private final List<NftChain> chains = new ArrayList<>();
  private final Map<Dispatch, Map<SetKey, Target>> entries = new EnumMap<>(Dispatch.class);
  private final DiagnosticSink sink = new DiagnosticSink();

  void add(NftChain chain) {
    chains.add(chain);
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
