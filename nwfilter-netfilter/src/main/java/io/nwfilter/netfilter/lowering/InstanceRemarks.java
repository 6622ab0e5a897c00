package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Origin;
import java.util.HashMap;
import java.util.Map;

/**
 * The remarks on the instances of one rule. A remark that concerns several of them is made on the
 * first one only, as lists may make millions of instances.
 */
final class InstanceRemarks {

  private final DiagnosticSink sink;
  private int instance;

  /** The instance that a remark was first made of. */
  private final Map<DiagnosticCode, Integer> first = new HashMap<>();

  /** What need not be said about the rule. */
  private final ImmutableSet<DiagnosticCode> needless;

  InstanceRemarks(DiagnosticSink sink, ImmutableSet<DiagnosticCode> needless) {
    this.sink = sink;
    this.needless = needless;
  }

  /** Advances to the next instance. */
  void next() {
    instance++;
  }

  /** {@return whether a remark is still to be made} */
  boolean wants(DiagnosticCode code) {
    return first.getOrDefault(code, instance) == instance && !needless.contains(code);
  }

  void add(DiagnosticCode code, Origin origin, String message) {
    first.putIfAbsent(code, instance);
    sink.report(code, origin, message);
  }
}
