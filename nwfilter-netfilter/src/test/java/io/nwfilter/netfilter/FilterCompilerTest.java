package io.nwfilter.netfilter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceCode;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.domain.VirtualPort;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.resolve.ResolutionCode;
import io.nwfilter.core.resolve.ResolutionException;
import io.nwfilter.core.stock.StockFilters;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.ruleset.Family;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterCompilerTest {

  private static final SourceLocation HERE = new SourceLocation("d.xml", 4, 8);
  private static final SourceLocation FILTERREF = new SourceLocation("d.xml", 9, 2);
  private static final MacAddress MAC = MacAddress.parse("52:54:00:01:02:03");
  private static final InterfaceName VNET0 = new InterfaceName("vnet0");
  private static final InterfaceName VNET1 = new InterfaceName("vnet1");
  private static final String DHCP_REQUEST =
      "-A libvirt-I-vnet0 -p 0x800 -s 52:54:00:01:02:03 --ip-protocol 17 --ip-source-port 68"
          + " --ip-destination-port 67 -j ACCEPT";

  private static FilterReference filter(String name, Parameters parameters) {
    return new FilterReference(name, parameters, FILTERREF);
  }

  private static FilterBinding binding(String filter, Parameters parameters) {
    return new FilterBinding(
        Optional.empty(), VNET0, Optional.empty(), MAC, filter(filter, parameters), HERE);
  }

  private static CompiledInterface compile(String filter, Parameters parameters) {
    return FilterCompiler.compile(binding(filter, parameters), CompileOptions.DEFAULT);
  }

  private static CompileException failure(String filter, Parameters parameters) {
    return assertThrows(CompileException.class, () -> compile(filter, parameters));
  }

  private static List<String> lines(CompiledInterface compiled) {
    return new CompiledHost(ImmutableList.of(compiled))
        .text(Family.BRIDGE)
        .lines()
        .filter(line -> line.startsWith("-A"))
        .toList();
  }

  private static NetworkInterface of(
      String type, Optional<MacAddress> mac, Optional<InterfaceName> name, String filter) {
    return new NetworkInterface(
        Attachment.of(type, ImmutableMap.of()),
        Optional.empty(),
        mac,
        ImmutableList.of(),
        name,
        filter.isEmpty()
            ? Optional.empty()
            : Optional.of(FilterReference.of(filter, Parameters.NONE)),
        HERE);
  }

  private static Domain domain(NetworkInterface... interfaces) {
    return new Domain(
        "web", Optional.of(new UUID(1, 2)), ImmutableList.copyOf(interfaces), SourceLocation.NONE);
  }

  private static CompileException failure(NetworkInterface... interfaces) {
    Domain domain = domain(interfaces);
    return assertThrows(CompileException.class, () -> FilterCompiler.compile(domain));
  }

  @Test
  void theMacAddressOfTheInterfaceIsAVariable() {
    assertEquals(
        List.of(
            "-A PREROUTING -i vnet0 -j libvirt-I-vnet0",
            "-A libvirt-I-vnet0 -j I-vnet0-mac",
            "-A I-vnet0-mac -s 52:54:00:01:02:03 -j RETURN",
            "-A I-vnet0-mac -j DROP"),
        lines(compile("no-mac-spoofing", Parameters.NONE)));
  }

  @Test
  void aParameterMacWinsOverTheInterface() {
    assertTrue(
        lines(compile("no-mac-spoofing", Parameters.of("MAC", "1:2:3:4:5:6")))
            .contains("-A I-vnet0-mac -s 01:02:03:04:05:06 -j RETURN"));
  }

  @Test
  void whileTheAddressIsUnknownInterimRulesStandIn() {
    CompiledInterface compiled = compile("no-arp-ip-spoofing", Parameters.NONE);

    assertTrue(compiled.interim());
    assertEquals(
        List.of(
            "-A PREROUTING -i vnet0 -j libvirt-I-vnet0",
            "-A libvirt-I-vnet0 -s ! 52:54:00:01:02:03 -j DROP",
            "-A libvirt-I-vnet0 -p 0x800 -j ACCEPT",
            "-A libvirt-I-vnet0 -p 0x806 -j ACCEPT",
            "-A libvirt-I-vnet0 -j DROP"),
        lines(compiled));
    assertTrue(compiled.ruleset(Family.IPV4).isEmpty());
    assertEquals(1, compiled.diagnostics().size());
    assertEquals(CompileCode.INTERIM_RULES, compiled.diagnostics().get(0).code());
    assertEquals(HERE, compiled.diagnostics().get(0).location());
    assertEquals(
        lines(compiled),
        lines(compile("no-arp-ip-spoofing", Parameters.of("CTRL_IP_LEARNING", "ANY"))));
  }

  @Test
  void whileOnlyDhcpMayTellTheAddressNothingElsePasses() {
    assertEquals(
        List.of(
            "-A PREROUTING -i vnet0 -j libvirt-I-vnet0",
            DHCP_REQUEST,
            "-A libvirt-I-vnet0 -j DROP",
            "-A POSTROUTING -o vnet0 -j libvirt-O-vnet0",
            "-A libvirt-O-vnet0 -p 0x800 -d 52:54:00:01:02:03 --ip-protocol 17 --ip-source-port 67"
                + " --ip-destination-port 68 -j ACCEPT",
            "-A libvirt-O-vnet0 -p 0x800 -d ff:ff:ff:ff:ff:ff --ip-protocol 17 --ip-source-port 67"
                + " --ip-destination-port 68 -j ACCEPT",
            "-A libvirt-O-vnet0 -j DROP"),
        lines(compile("no-arp-ip-spoofing", Parameters.of("CTRL_IP_LEARNING", "dhcp"))));
  }

  @Test
  void onlyKnownDhcpServersMayAnswer() {
    List<String> lines =
        lines(
            compile(
                "no-arp-ip-spoofing",
                Parameters.of("CTRL_IP_LEARNING", "dhcp")
                    .with("DHCPSERVER", "10.0.0.1", "10.0.0.2")));

    assertEquals(
        List.of(
            "-d 52:54:00:01:02:03 --ip-source 10.0.0.1",
            "-d ff:ff:ff:ff:ff:ff --ip-source 10.0.0.1",
            "-d 52:54:00:01:02:03 --ip-source 10.0.0.2",
            "-d ff:ff:ff:ff:ff:ff --ip-source 10.0.0.2"),
        lines.stream()
            .filter(line -> line.contains(" --ip-source-port 67 "))
            .map(line -> line.substring(line.indexOf("-d "), line.indexOf(" --ip-protocol")))
            .toList());
  }

  @Test
  void anIllegalDhcpServerIsAnError() {
    CompileException e =
        failure(
            "no-arp-ip-spoofing",
            Parameters.of("CTRL_IP_LEARNING", "dhcp").with("DHCPSERVER", "foo"));

    assertEquals(ResolutionCode.ILLEGAL_VARIABLE_VALUE, e.diagnostic().code());
    assertTrue(e.getMessage().contains("DHCPSERVER: 'foo' is not an IPv4 address"));
  }

  @Test
  void withoutLearningAMissingAddressIsAnError() {
    CompileException e = failure("no-arp-ip-spoofing", Parameters.of("CTRL_IP_LEARNING", "none"));

    assertEquals(ResolutionCode.UNRESOLVED_VARIABLE, e.diagnostic().code());
    assertEquals("stock:no-arp-ip-spoofing", e.diagnostic().location().toString());
    assertEquals(
        "variable IP has no value, and CTRL_IP_LEARNING is none", e.diagnostic().message());
    assertEquals("no-arp-ip-spoofing", e.diagnostic().path().toString());
  }

  @Test
  void anUnknownWayToLearnIsAnError() {
    CompileException e = failure("no-arp-ip-spoofing", Parameters.of("CTRL_IP_LEARNING", "foo"));

    assertEquals(CompileCode.ILLEGAL_IP_LEARNING, e.diagnostic().code());
    assertEquals(
        "CTRL_IP_LEARNING 'foo' is not a way to learn the address; write any, dhcp or none",
        e.diagnostic().message());
  }

  @Test
  void otherMissingVariablesAreAnErrorThatNamesAllButAnAddressToBeLearned() {
    String gateway =
        "unresolved-variable: variable GATEWAY_MAC has no value (clean-traffic-gateway)";

    assertEquals(List.of(gateway), failures("clean-traffic-gateway", Parameters.NONE));
    assertEquals(
        List.of(gateway),
        failures("clean-traffic-gateway", Parameters.of("CTRL_IP_LEARNING", "dhcp")));
    assertEquals(
        List.of(
            gateway,
            "unresolved-variable: variable IP has no value, and CTRL_IP_LEARNING is none"
                + " (clean-traffic-gateway > no-arp-spoofing > no-arp-ip-spoofing)"),
        failures("clean-traffic-gateway", Parameters.of("CTRL_IP_LEARNING", "none")));
  }

  private static List<String> failures(String filter, Parameters parameters) {
    return failure(filter, parameters).diagnostics().stream()
        .map(each -> each.code() + ": " + each.message() + " (" + each.path() + ")")
        .toList();
  }

  @Test
  void learnedAddressesStandForTheMissingOne() {
    CompileOptions options =
        CompileOptions.builder()
            .learnedAddress(VNET1, Ipv4Address.parse("10.0.0.9"))
            .learnedAddress(VNET0, Ipv4Address.parse("10.0.0.8"))
            .learnedAddress(VNET0, Ipv4Address.parse("10.0.0.7"))
            .build();
    CompiledInterface learned =
        FilterCompiler.compile(binding("no-arp-ip-spoofing", Parameters.NONE), options);

    assertFalse(learned.interim());
    assertEquals(List.of(), learned.diagnostics());
    assertEquals(
        lines(compile("no-arp-ip-spoofing", Parameters.of("IP", "10.0.0.8", "10.0.0.7"))),
        lines(learned));
    assertEquals(
        lines(compile("no-arp-ip-spoofing", Parameters.of("IP", "10.0.0.6"))),
        lines(
            FilterCompiler.compile(
                binding("no-arp-ip-spoofing", Parameters.of("IP", "10.0.0.6")), options)));
  }

  @Test
  void anUnknownFilterIsAnError() {
    FilterBinding binding = binding("foo", Parameters.NONE);

    ResolutionException e =
        assertThrows(
            ResolutionException.class,
            () -> FilterCompiler.compile(binding, CompileOptions.DEFAULT));
    assertEquals("filter 'foo' is not defined", e.diagnostic().message());
    assertEquals(FILTERREF, e.diagnostic().location());
  }

  @Test
  void aDomainHasTheRulesOfItsFilteredInterfacesInDocumentOrder() {
    CompiledDomain compiled =
        FilterCompiler.compile(
            domain(
                of("network", Optional.of(MAC), Optional.of(VNET1), "allow-arp"),
                of("direct", Optional.empty(), Optional.empty(), ""),
                of("bridge", Optional.of(MAC), Optional.of(VNET0), "allow-ipv4")));

    assertEquals("web", compiled.name());
    assertEquals(List.of(VNET1, VNET0), compiled.interfaces().stream().map(i -> i.name()).toList());
    FilterBinding binding = compiled.interfaces().get(0).binding();
    assertEquals(Optional.of(new FilterBinding.Owner("web", new UUID(1, 2))), binding.owner());
    assertEquals(HERE, binding.location());
    assertEquals("", compiled.text(Family.IPV4));
  }

  @Test
  void anInterfaceWithoutATargetDeviceMayBeNamedInTheOptions() {
    NetworkInterface unnamed = of("network", Optional.of(MAC), Optional.empty(), "allow-arp");
    CompileOptions options = CompileOptions.builder().interfaceName(MAC, VNET1).build();

    CompileException e = failure(unnamed);
    assertEquals(CompileCode.MISSING_TARGET_DEV, e.diagnostic().code());
    assertEquals(HERE, e.diagnostic().location());
    assertTrue(e.getMessage().contains("52:54:00:01:02:03 has no target dev"), e.getMessage());
    assertEquals(
        VNET1, FilterCompiler.compile(domain(unnamed), options).interfaces().get(0).name());
    NetworkInterface named = of("network", Optional.of(MAC), Optional.of(VNET0), "allow-arp");
    assertEquals(VNET0, FilterCompiler.compile(domain(named), options).interfaces().get(0).name());
  }

  @Test
  void aMacAddressHasOneNameInTheOptions() {
    CompileOptions.Builder builder = CompileOptions.builder().interfaceName(MAC, VNET0);

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> builder.interfaceName(MAC, VNET1));
    assertEquals(MAC + " is named both vnet0 and vnet1", e.getMessage());
  }

  @Test
  void twoInterfacesOfOneNameAreAnError() {
    NetworkInterface vnet0 = of("network", Optional.of(MAC), Optional.of(VNET0), "allow-arp");

    CompileException e = failure(vnet0, vnet0);
    assertEquals(CompileCode.DUPLICATE_INTERFACE, e.diagnostic().code());
    assertEquals("there is already an interface 'vnet0', at d.xml:4:8", e.diagnostic().message());
    ImmutableList<CompiledInterface> twice =
        ImmutableList.of(
            compile("allow-arp", Parameters.NONE), compile("allow-ipv4", Parameters.NONE));
    assertThrows(CompileException.class, () -> new CompiledHost(twice));
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "user", "hostdev"})
  void anInterfaceWhoseFilterLibvirtDropsIsUnfilteredAndTheOthersCompile(String type) {
    NetworkInterface filtered = of("bridge", Optional.of(MAC), Optional.of(VNET0), "allow-arp");

    CompiledDomain compiled =
        FilterCompiler.compile(
            domain(of(type, Optional.empty(), Optional.empty(), "nowhere"), filtered));

    assertEquals(FilterCompiler.compile(domain(filtered)).interfaces(), compiled.interfaces());
    assertEquals(
        new Diagnostic(
            InterfaceCode.UNFILTERED_INTERFACE,
            "libvirt drops the filter 'nowhere' of an interface of the type '"
                + type
                + "', so that nothing filters it; connect the interface by a virtual network, a"
                + " bridge or a tap device, or remove the filter, which protects nothing",
            HERE),
        compiled.diagnostics().get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"openvswitch", "midonet", "802.1Qbg", "802.1Qbh"})
  void aFilterOnAVirtualPortIsAnError(String type) {
    CompileException e =
        failure(
            NetworkInterface.builder(Attachment.Bridge.named("br0"))
                .virtualPort(new VirtualPort(type))
                .mac(MAC)
                .targetDev(VNET0)
                .filter(FilterReference.of("allow-arp", Parameters.NONE))
                .location(HERE)
                .build());

    assertEquals(
        List.of(
            new Diagnostic(
                InterfaceCode.UNFILTERABLE_INTERFACE,
                "the filter 'allow-arp' is on a virtualport of type '"
                    + type
                    + "': libvirt does not start the machine; remove the filter, or connect the"
                    + " interface by a Linux bridge or a virtual network",
                HERE)),
        e.diagnostics());
  }

  @Test
  void everyInterfaceIsLookedAt() {
    CompileException e =
        failure(
            of("bridge", Optional.empty(), Optional.empty(), "allow-arp"),
            of("user", Optional.empty(), Optional.empty(), "allow-arp"),
            of("network", Optional.of(MAC), Optional.of(VNET0), "allow-apr"));

    assertEquals(
        List.of("missing-mac", "missing-target-dev", "unfiltered-interface", "unknown-filter"),
        e.diagnostics().stream().map(each -> each.code().id()).toList());
    assertEquals(
        "filter 'allow-apr' is not defined; did you mean 'allow-arp'?",
        e.diagnostics().get(3).message());
  }

  @Test
  void theAddressOfAnIpElementIsNotTheFilters() {
    NetworkInterface guest =
        NetworkInterface.builder(Attachment.Network.named("default"))
            .mac(MAC)
            .address("10.240.0.12")
            .targetDev(VNET0)
            .filter(FilterReference.of("clean-traffic", Parameters.NONE))
            .location(HERE)
            .build();

    assertEquals(
        List.of(
            new Diagnostic(
                CompileCode.IP_ELEMENT_UNUSED,
                "the address 10.240.0.12 of <ip> is not used for the filter",
                HERE)),
        FilterCompiler.compile(domain(guest)).diagnostics().stream()
            .filter(each -> each.code() != CompileCode.INTERIM_RULES)
            .toList());
  }

  @Test
  void anInterfaceWithoutAMacAddressIsAnError() {
    CompileException e = failure(of("network", Optional.empty(), Optional.of(VNET0), "allow-arp"));

    assertEquals(CompileCode.MISSING_MAC, e.diagnostic().code());
    assertEquals(HERE, e.diagnostic().location());
  }

  @Test
  void diagnosticsOfAllInterfacesAreReportedOnce() {
    CompiledInterface one = compile("no-arp-ip-spoofing", Parameters.NONE);
    CompiledInterface other =
        FilterCompiler.compile(
            FilterBinding.of(VNET1, MAC, filter("allow-arp", Parameters.NONE)),
            CompileOptions.DEFAULT);

    assertEquals(one.diagnostics(), new CompiledHost(ImmutableList.of(one, other)).diagnostics());
  }

  @Test
  void compilingTwiceGivesTheSameBytes() {
    Parameters parameters = Parameters.of("IP", "10.0.0.6", "10.0.0.5");

    assertEquals(
        lines(compile("clean-traffic", parameters)), lines(compile("clean-traffic", parameters)));
  }

  @Test
  void chainsOfTwoInterfacesMustNotBecomeOne() {
    FilterLibrary library =
        FilterLibrary.of(
            List.of(
                Filter.builder("one")
                    .chain("mac-arp")
                    .rule(Rule.builder(Action.DROP, Direction.IN))
                    .build(),
                Filter.builder("two")
                    .chain("arp")
                    .rule(Rule.builder(Action.ACCEPT, Direction.IN))
                    .build()));
    CompileOptions options = CompileOptions.builder().library(library).build();
    CompiledInterface one =
        FilterCompiler.compile(
            FilterBinding.of(VNET0, MAC, filter("one", Parameters.NONE)), options);
    CompiledInterface two =
        FilterCompiler.compile(
            FilterBinding.of(new InterfaceName("vnet0-mac"), MAC, filter("two", Parameters.NONE)),
            options);

    CompileException e =
        assertThrows(CompileException.class, () -> new CompiledHost(ImmutableList.of(one, two)));
    assertEquals(CompileCode.CHAIN_COLLISION, e.diagnostic().code());
    assertTrue(e.getMessage().contains("'O-vnet0-mac-arp'"), e.getMessage());
  }

  @Test
  void whatIsWrongInAStockFilterIsReportedAtItsNameWithTheWayThere() {
    ResolutionException e =
        assertThrows(
            ResolutionException.class,
            () -> compile("clean-traffic", Parameters.of("IP", "bogus")));

    assertEquals("stock:no-arp-ip-spoofing", e.diagnostic().location().toString());
    assertEquals(
        List.of("clean-traffic", "no-arp-spoofing", "no-arp-ip-spoofing"),
        e.diagnostic().path().filters());
  }

  @Test
  void anAcceptedWarningIsNotReported() {
    Rule drop = Rule.drop(Direction.IN, Protocol.ALL).build();
    Filter filter =
        Filter.builder("f")
            .rule(drop.toBuilder().location(HERE).accepting(LoweringCode.MIRRORED).build())
            .rule(drop.toBuilder().location(FILTERREF).build())
            .build();
    CompileOptions options =
        CompileOptions.builder().library(StockFilters.library().with(filter)).build();

    assertEquals(
        List.of("d.xml:9:2 mirrored"),
        FilterCompiler.compile(
                FilterBinding.of(VNET0, MAC, FilterReference.of("f", Parameters.NONE)), options)
            .diagnostics()
            .stream()
            .filter(each -> each.code() == LoweringCode.MIRRORED)
            .map(each -> each.location() + " " + each.code())
            .toList());
  }

  @Test
  void whatARuleOfCodeAcceptsIsReportedOfTheOthers() {
    Rule.Builder mirrored =
        Rule.drop(Direction.IN, Protocol.TCP).where(Attributes.DSTPORTSTART, 80);
    Filter both =
        Filter.builder("f")
            .rule(mirrored.build().toBuilder().accepting(LoweringCode.MIRRORED))
            .rule(mirrored)
            .build();
    Filter accepting = Filter.builder("f").rule(mirrored.accepting(LoweringCode.MIRRORED)).build();

    assertEquals(List.of("mirrored", "not-filtered-when-routed"), codes(compile(both)));
    assertEquals(List.of("not-filtered-when-routed"), codes(compile(accepting)));
  }

  @Test
  void theDhcpServerOfALearnedAddressIsNotUnused() {
    Parameters dhcp = Parameters.of("CTRL_IP_LEARNING", "dhcp").with("DHCPSERVER", "10.0.0.1");
    CompileOptions learned =
        CompileOptions.builder().learnedAddress(VNET0, Ipv4Address.parse("10.0.0.7")).build();

    assertEquals(List.of(), codes(FilterCompiler.compile(binding("clean-traffic", dhcp), learned)));
    assertEquals(
        List.of("parameter-unused"), codes(compile("clean-traffic", dhcp.with("IP", "10.0.0.7"))));
  }

  private static CompiledInterface compile(Filter filter) {
    return FilterCompiler.compile(
        binding(filter.name(), Parameters.NONE), CompileOptions.with(filter));
  }

  private static List<String> codes(CompiledInterface compiled) {
    return compiled.diagnostics().stream().map(diagnostic -> diagnostic.code().id()).toList();
  }
}
