package io.nwfilter.netfilter.lowering;

import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.resolve.RuleInstance;
import io.nwfilter.core.value.Value;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.diagnostic.LoweringException;
import org.jspecify.annotations.Nullable;

/**
 * Where the lowering of one rule instance reports what libvirt makes of it, and learns whether to
 * do the same.
 *
 * @param instance the rule
 * @param remarks takes the reports; null if all were made before
 */
record RuleReport(RuleInstance instance, @Nullable InstanceRemarks remarks) {

  /** Reports what happens under either semantics. */
  void warn(DiagnosticCode code, String message) {
    if (remarks != null
        && remarks.wants(code)
        && !RuleWarnings.isAccepted(instance.scoped(), code)) {
      remarks.add(code, instance.scoped().origin(), message);
    }
  }

  /** {@return whether the rule is to be what libvirt makes of it} */
  boolean asLibvirt() {
    return instance.scoped().semantics() == Semantics.AS_LIBVIRT;
  }

  /** Reports what libvirt does, and returns whether to do the same rather than what is written. */
  boolean imitates(DiagnosticCode code, String message) {
    warn(code, asLibvirt() ? message : "in libvirt, " + message);
    return asLibvirt();
  }

  /** Reports that libvirt leaves something out; what is written cannot be expressed. */
  void leavesOut(DiagnosticCode code, String message) {
    if (!asLibvirt()) {
      throw refuse(
          FilterCode.NOT_AS_WRITTEN, code + " in libvirt: " + message + "; " + code.advice());
    }
    warn(code, message);
  }

  /** Refuses what libvirt refuses, unless it is to be compiled as written. */
  void libvirtRefuses(DiagnosticCode code, String message) {
    if (asLibvirt()) {
      throw refuse(code, message);
    }
    warn(LoweringCode.LIBVIRT_REFUSES, code + ": " + message + "; " + code.advice());
  }

  /** {@return whether the value of an attribute is a variable} */
  boolean isVariable(Attribute<?> attribute) {
    return instance
        .rule()
        .condition(attribute)
        .map(condition -> condition.value() instanceof Value.Variable<?>)
        .orElse(false);
  }

  LoweringException refuse(DiagnosticCode code, String message) {
    return new LoweringException(code, instance, message);
  }
}
