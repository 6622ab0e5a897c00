package io.nwfilter.cli;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.network.Network;
import io.nwfilter.xml.LibvirtDocument;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.util.Set;

/**
 * Warns of comments that accept something other than warnings; only here, where the codes of all
 * modules are known. The result is whether there are none.
 *
 * @param findings takes the warnings
 */
record AcceptedCodes(Findings findings)
    implements LibvirtDocument.Visitor<Boolean>, FilterEntry.Visitor<Boolean> {

  @Override
  public Boolean filter(Filter filter) {
    boolean all = true;
    for (FilterEntry entry : filter.entries()) {
      all &= entry.accept(this);
    }
    return all;
  }

  @Override
  public Boolean binding(FilterBinding binding) {
    return reference(binding.filterRef());
  }

  @Override
  public Boolean domain(Domain domain) {
    boolean all = true;
    for (NetworkInterface networkInterface : domain.interfaces()) {
      all &= networkInterface(networkInterface);
    }
    return all;
  }

  @Override
  public Boolean networkInterface(NetworkInterface networkInterface) {
    boolean own = check(networkInterface.acceptedCodes(), "interface", networkInterface.location());
    boolean all = networkInterface.filterRef().map(this::reference).orElse(true);
    return own && all;
  }

  /** Nothing in a network accepts warnings. */
  @Override
  public Boolean network(Network network) {
    return true;
  }

  @Override
  public Boolean rule(Rule rule) {
    return check(rule.acceptedCodes(), "rule", rule.location());
  }

  @Override
  public Boolean reference(FilterReference reference) {
    return check(reference.acceptedCodes(), "filterref", reference.location());
  }

  private boolean check(Set<String> codes, String element, SourceLocation place) {
    boolean all = true;
    for (String code : codes) {
      String fault =
          KnownCodes.find(code)
              .map(AcceptedCodes::fault)
              .orElseGet(
                  () -> "is not the code of a warning" + Usage.suggestion(code, KnownCodes.ids()));
      if (!fault.isEmpty()) {
        all = false;
        findings.add(
            new Diagnostic(
                DocumentCode.ACCEPT_IGNORED,
                "a comment about this <" + element + "> accepts '" + code + "', which " + fault,
                place));
      }
    }
    return all;
  }

  private static String fault(DiagnosticCode known) {
    return known.severity() == Severity.ERROR ? "is an error: errors cannot be accepted" : "";
  }
}
