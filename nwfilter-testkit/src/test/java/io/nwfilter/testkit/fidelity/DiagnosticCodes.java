package io.nwfilter.testkit.fidelity;

import com.google.common.collect.ImmutableList;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SinkCode;
import io.nwfilter.core.domain.InterfaceCode;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.netfilter.CompileCode;
import io.nwfilter.netfilter.diagnostic.DifferenceCode;
import io.nwfilter.netfilter.diagnostic.FindingCode;
import io.nwfilter.netfilter.diagnostic.HostCode;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.diagnostic.NetworkRuleCode;
import io.nwfilter.netfilter.diagnostic.NftFilterCode;
import io.nwfilter.netfilter.diagnostic.UpgradeCode;
import io.nwfilter.netfilter.text.TextCode;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.NetworkCode;

/** The codes of all modules. */
final class DiagnosticCodes {

  private DiagnosticCodes() {}

  static ImmutableList<DiagnosticCode> all() {
    return ImmutableList.<DiagnosticCode>builder()
        .add(SinkCode.values())
        .add(FilterCode.values())
        .add(InterfaceCode.values())
        .add(ResolutionCode.values())
        .add(DocumentCode.values())
        .add(NetworkCode.values())
        .add(CompileCode.values())
        .add(LoweringCode.values())
        .add(NetworkRuleCode.values())
        .add(NftFilterCode.values())
        .add(HostCode.values())
        .add(FindingCode.values())
        .add(DifferenceCode.values())
        .add(UpgradeCode.values())
        .add(TextCode.values())
        .build();
  }
}
