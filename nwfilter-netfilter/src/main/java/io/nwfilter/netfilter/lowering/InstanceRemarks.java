package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.Origin;
import java.util.HashSet;
import java.util.Set;

/**
 * What is said of the instances of one rule. What concerns several of them is said of the first
 * one, as lists may make millions of instances.
 */
final class InstanceRemarks {

  private final DiagnosticSink sink;
  private final Set<DiagnosticCode> ofEarlier = new HashSet<>();
  private final Set<DiagnosticCode> ofThis = new HashSet<>();

  InstanceRemarks(DiagnosticSink sink) {
    this.sink = sink;
  }

  /** Turns to the next instance. */
  void next() {
    ofEarlier.addAll(ofThis);
    ofThis.clear();
  }

  /** {@return whether a remark is still to be made} */
  boolean wants(DiagnosticCode code) {
    return !ofEarlier.contains(code);
  }

  void add(DiagnosticCode code, Origin origin, String message) {
    ofThis.add(code);
    sink.report(code, origin, message);
  }
}
