package io.nwfilter.netfilter;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticSink;
import io.nwfilter.core.diagnostic.NameSuggestions;
import io.nwfilter.core.diagnostic.Origin;
import io.nwfilter.core.diagnostic.Severity;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.resolve.IpLearning;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.layout.Layout;
import io.nwfilter.netfilter.lowering.InterimRules;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an interface has while libvirt learns the address of its guest. */
final class AddressLearning {

  private final FilterBinding binding;
  private final CompileOptions options;
  private final DiagnosticSink sink;
  private final Optional<IpLearning> way;
  private final ImmutableList<Ipv4Address> servers;

  /**
   * Reads how the address is to be learned.
   *
   * @param variables the variables of the interface
   * @param sink takes warnings
   * @param errors takes what is illegal of it
   */
  AddressLearning(
      FilterBinding binding,
      CompileOptions options,
      Parameters variables,
      NameSuggestions suggestions,
      DiagnosticSink sink,
      InterfaceErrors errors) {
    this.binding = binding;
    this.options = options;
    this.sink = sink;
    List<String> chosen = variables.get(IpLearning.VARIABLE);
    this.way = IpLearning.of(chosen);
    if (way.isEmpty()) {
      errors.addAll(ImmutableList.of(illegal(chosen.get(0), suggestions)));
    }
    this.servers =
        way.equals(Optional.of(IpLearning.DHCP)) ? servers(variables, errors) : ImmutableList.of();
  }

  /** {@return how the address is learned; empty if that is illegal} */
  Optional<IpLearning> way() {
    return way;
  }

  private Diagnostic illegal(String chosen, NameSuggestions suggestions) {
    return new Diagnostic(
        CompileCode.ILLEGAL_IP_LEARNING,
        IpLearning.VARIABLE
            + " '"
            + chosen
            + "' is not a way to learn the address; "
            + suggestions
                .nearest(chosen, IpLearning.names())
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse("write any, dhcp or none"),
        binding.filterRef().location());
  }

  private ImmutableList<Ipv4Address> servers(Parameters variables, InterfaceErrors errors) {
    ImmutableList.Builder<Ipv4Address> servers = ImmutableList.builder();
    for (String server : variables.get(IpLearning.DHCP_SERVERS)) {
      try {
        servers.add(Ipv4Address.parseDottedQuad(server));
      } catch (IllegalValueException e) {
        errors.addAll(
            ImmutableList.of(
                new Diagnostic(
                    ResolutionCode.ILLEGAL_VARIABLE_VALUE,
                    IpLearning.DHCP_SERVERS + ": " + e.getMessage(),
                    binding.filterRef().location())));
      }
    }
    return servers.build();
  }

  /** {@return the rules that an interface has until its address is known} */
  Map<Family, Change> interimRules() {
    report(way.orElseThrow());
    Layout layout = Layout.of(options.release());
    InterimRules interim =
        new InterimRules(
            layout.frames(),
            binding.portDev(),
            binding.mac(),
            Origin.of(binding.location()),
            options.additions());
    return ImmutableMap.of(
        Family.IPV4, interim.packets(Family.IPV4, layout.packets()),
        Family.IPV6, interim.packets(Family.IPV6, layout.packets()),
        Family.BRIDGE,
            way.orElseThrow() == IpLearning.DHCP ? interim.dhcpOnly(servers) : interim.basic());
  }

  private void report(IpLearning learning) {
    sink.report(
        CompileCode.INTERIM_RULES,
        binding.location(),
        "the address of "
            + binding.portDev()
            + " is not known: until libvirt learns it ("
            + learning
            + "), interim rules take the place of filter '"
            + binding.filterRef().filter()
            + "'");
  }

  /** Reports addresses that the domain's author gave where filters do not look for them. */
  void reportUnused(List<String> addresses) {
    List<String> unused = addresses.stream().filter(AddressLearning::isIpv4).toList();
    if (!unused.isEmpty()) {
      sink.report(
          CompileCode.IP_ELEMENT_UNUSED,
          binding.location(),
          (unused.size() == 1 ? "the address " : "the addresses ")
              + String.join(", ", unused)
              + " of <ip> "
              + (unused.size() == 1 ? "is" : "are")
              + " not used for the filter");
    }
  }

  /** {@return whether an address may be the value of {@code IP}: libvirt learns no other} */
  private static boolean isIpv4(String address) {
    return address.indexOf(':') < 0;
  }

  /** Reports why libvirt refuses the rules that would take the place of the interim ones. */
  void reportRefused(List<Diagnostic> refused, String standIn) {
    for (Diagnostic each : refused) {
      if (each.severity() == Severity.ERROR) {
        sink.report(
            CompileCode.INTERIM_RULES_STAY,
            each.origin(),
            "when the address of "
                + binding.portDev()
                + " is learned, the rules of its filter are refused, and the interim rules stay: "
                + each.code()
                + ": "
                + each.message().replace("'" + standIn + "'", "the learned address"));
      } else {
        sink.addAll(ImmutableList.of(each));
      }
    }
  }
}
