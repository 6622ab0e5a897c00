package io.nwfilter.netfilter;

import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NameSuggestions;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.resolve.Inclusion;
import io.nwfilter.core.resolve.IpLearning;
import io.nwfilter.core.resolve.ResolvedFilter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds parameters that have no effect where they are. */
final class ParametersWithoutEffect {

  private static final String MAC = "MAC";

  private final ResolvedFilter resolved;
  private final Set<String> used;
  private final DiagnosticSink sink;
  private final NameSuggestions suggestions;

  ParametersWithoutEffect(
      ResolvedFilter resolved, NameSuggestions suggestions, DiagnosticSink sink) {
    this.resolved = resolved;
    this.used = resolved.used();
    this.suggestions = suggestions;
    this.sink = sink;
  }

  /**
   * Reports all of it.
   *
   * @param learning how the guest's address is learned; null if it is known, or not needed
   */
  void report(@Nullable IpLearning learning) {
    for (Inclusion inclusion : resolved.inclusions()) {
      if (inclusion.isOutermost()) {
        reportOutermost(inclusion, learning);
      } else {
        reportNested(inclusion, learning);
      }
    }
  }

  /** libvirt itself reads these two at the interface, and the interface's address has a name. */
  private void reportOutermost(Inclusion inclusion, @Nullable IpLearning learning) {
    for (String name : inclusion.parameters().values().keySet()) {
      boolean read =
          name.equals(MAC)
              || name.equals(IpLearning.VARIABLE)
              || (name.equals(IpLearning.DHCP_SERVERS) && learning == IpLearning.DHCP);
      if (!read) {
        reportUnused(name, inclusion.origin());
      }
    }
  }

  private void reportNested(Inclusion inclusion, @Nullable IpLearning learning) {
    for (String name : inclusion.parameters().values().keySet()) {
      List<String> outer = inclusion.outer().get(name);
      if (name.equals(IpLearning.VARIABLE) && !used.contains(name)) {
        sink.report(
            CompileCode.LEARNING_PARAMETER_IGNORED,
            inclusion.origin(),
            name
                + " '"
                + inclusion.parameters().get(name).get(0)
                + "' has no effect inside a filter: libvirt reads it only at the interface");
      } else if (!outer.isEmpty() && !outer.equals(inclusion.parameters().get(name))) {
        reportOverridden(inclusion, name, outer.toString());
      } else if (learning != null && name.equals(IpLearning.LEARNED)) {
        reportOverridden(inclusion, name, "that libvirt learns");
      } else {
        reportUnused(name, inclusion.origin());
      }
    }
  }

  private void reportOverridden(Inclusion inclusion, String name, String winner) {
    sink.report(
        CompileCode.PARAMETER_OVERRIDDEN,
        inclusion.origin(),
        "the parameter "
            + name
            + " "
            + inclusion.parameters().get(name)
            + " has no effect: the value "
            + winner
            + ", which is defined further outside, is used");
  }

  private void reportUnused(String name, Origin origin) {
    if (!used.contains(name)) {
      sink.report(
          CompileCode.PARAMETER_UNUSED,
          origin,
          "no rule uses the parameter "
              + name
              + suggestions
                  .nearest(name, used)
                  .map(nearest -> "; did you mean '" + nearest + "'?")
                  .orElse(""));
    }
  }
}
