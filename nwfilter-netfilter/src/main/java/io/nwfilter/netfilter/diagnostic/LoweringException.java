package io.nwfilter.netfilter.diagnostic;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.NwfilterException;
import io.nwfilter.core.resolve.RuleInstance;
import java.util.List;

/** Rules cannot be expressed in netfilter: the daemon would fail to start the interface. */
public final class LoweringException extends NwfilterException {

  private static final long serialVersionUID = 1L;

  /** What iptables refuses after libvirt has let it make the base chains and their rules. */
  private static final ImmutableSet<LoweringCode> REFUSED_MIDWAY =
      Sets.immutableEnumSet(
          LoweringCode.REFUSED_BY_NETFILTER,
          LoweringCode.CONTINUE_FAILS,
          LoweringCode.VARIABLE_UNUSABLE);

  /**
   * Creates an exception.
   *
   * @param code what is wrong
   * @param instance the rule that cannot be expressed
   * @param message one sentence
   */
  public LoweringException(DiagnosticCode code, RuleInstance instance, String message) {
    super(diagnostics(new Diagnostic(code, message, instance.scoped().origin()), instance));
  }

  /**
   * Creates an exception for all rules that cannot be expressed.
   *
   * @param diagnostics what is wrong with them; at least one is an error
   * @throws IllegalArgumentException if none is an error
   */
  public LoweringException(List<Diagnostic> diagnostics) {
    super(diagnostics);
  }

  private static ImmutableList<Diagnostic> diagnostics(Diagnostic error, RuleInstance instance) {
    Layer layer = instance.rule().protocol().map(Protocol::layer).orElse(Layer.ETHERNET);
    if (layer == Layer.ETHERNET || !REFUSED_MIDWAY.contains(error.code())) {
      return ImmutableList.of(error);
    }
    return ImmutableList.of(
        error,
        new Diagnostic(
            LoweringCode.LEFTOVER_ON_FAILURE,
            "when libvirt fails at this rule, its rule for the interface stays in"
                + " libvirt-in-post and accepts what the guest sends",
            error.location()));
  }
}
