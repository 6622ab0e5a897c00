package io.nwfilter.testkit.fidelity;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Multimaps;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.Domain;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.core.value.Value;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Where a text of somebody else's may come to stand in documents or in objects made in code. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are stateless, which it cannot know
enum HostilePlace {
  COMMENT_IN_XML("fine", text -> xml("<tcp comment='%s'/>", text)),
  COMMENT_IN_CODE("fine", text -> rule(tcp().whereText(Attributes.COMMENT, text))),
  COMMENT_AS_VALUE("fine", text -> rule(tcp().where(Attributes.COMMENT, text))),
  COMMENT_UNCHECKED("fine", text -> rule(unchecked(Protocol.TCP, Attributes.COMMENT, text))),
  COMMENT_OF_IPV6("fine", text -> xml("<udp-ipv6 comment='%s'/>", text)),
  COMMENT_OF_FRAMES("fine", text -> xml("<arp comment='%s'/>", text)),
  SET_IN_XML("addresses", text -> xml("<all ipset='%s' ipsetflags='src'/>", text)),
  SET_IN_CODE("addresses", text -> rule(all().whereText(Attributes.IPSET, text))),
  SET_UNCHECKED(
      "addresses",
      text ->
          rule(
              unchecked(Protocol.ALL, Attributes.IPSET, text)
                  .whereText(Attributes.IPSETFLAGS, "src"))),
  SET_IN_VARIABLE("addresses", text -> parameter("<all ipset='$P' ipsetflags='src'/>", text)),
  ADDRESS_IN_XML("10.1.1.1", text -> xml("<tcp srcipaddr='%s'/>", text)),
  PORT_IN_XML("22", text -> xml("<tcp dstportstart='%s'/>", text)),
  STATE_IN_XML("NEW", text -> xml("<tcp state='%s'/>", text)),
  FLAGS_IN_XML("SYN/SYN", text -> xml("<tcp flags='%s'/>", text)),
  ADDRESS_IN_VARIABLE("10.1.1.1", text -> parameter("<tcp srcipaddr='$P'/>", text)),
  PORT_IN_VARIABLE("22", text -> parameter("<udp dstportstart='$P'/>", text)),
  MAC_IN_VARIABLE("1:2:3:4:5:6", text -> parameter("<mac srcmacaddr='$P'/>", text)),
  PROTOCOL_IN_VARIABLE("tcp", text -> parameter("<ip protocol='$P'/>", text)),
  COMMENT_AS_WRITTEN("fine", text -> written("<tcp comment='$P'/>", text)),
  SET_AS_WRITTEN("addresses", text -> written("<tcp ipset='$P' ipsetflags='src'/>", text)),
  SET_FLAGS_AS_WRITTEN("src", text -> written("<all ipset='addresses' ipsetflags='$P'/>", text)),
  STATE_AS_WRITTEN("NEW", text -> written("<tcp state='$P'/>", text)),
  FLAGS_AS_WRITTEN("SYN/SYN", text -> written("<tcp flags='$P'/>", text)),
  PORT_AS_WRITTEN("22", text -> written("<tcp dstportstart='$P'/>", text)),
  ADDRESS_AS_WRITTEN("10.1.1.1", text -> written("<tcp srcipaddr='$P'/>", text)),
  ADDRESS6_AS_WRITTEN("fe80::1", text -> written("<tcp-ipv6 dstipaddr='$P'/>", text)),
  MASK_AS_WRITTEN("24", text -> written("<ip srcipaddr='10.1.1.1' srcipmask='$P'/>", text)),
  MAC_AS_WRITTEN("1:2:3:4:5:6", text -> written("<tcp srcmacaddr='$P'/>", text)),
  PROTOCOL_AS_WRITTEN("tcp", text -> written("<ip protocol='$P'/>", text)),
  VALUE_IN_XML("10.1.1.1", text -> parameterInXml("P", text)),
  NAME_IN_XML("P", text -> parameterInXml(text, "10.1.1.1")),
  NAME_IN_CODE("P", HostilePlace::parameterName),
  FILTER_NAME_IN_XML(
      "f",
      text ->
          named(
              LibvirtXml.readFilter(XmlSource.text(arpFilter(BothReaders.escaped(text)), "hostile"))
                  .value())),
  FILTER_NAME_IN_CODE("f", text -> named(Filter.builder(text).rule(tcp()).build())),
  REFERENCE_IN_XML("f", HostilePlace::reference),
  CHAIN_IN_XML(
      "arp-x",
      text ->
          named(
              LibvirtXml.readFilter(
                      XmlSource.text(
                          arpFilter("f' chain='" + BothReaders.escaped(text)), "hostile"))
                  .value())),
  CHAIN_IN_CODE(
      "arp-x",
      text ->
          named(
              Filter.builder("f").chain(text).rule(Rule.drop(Direction.IN, Protocol.ARP)).build())),
  INTERFACE_IN_XML(
      "vnet9",
      text ->
          compile(
              LibvirtXml.readFilterBinding(
                      XmlSource.text(
                          LibvirtXml.write(binding("vnet9", Parameters.NONE))
                              .replace("vnet9", BothReaders.escaped(text)),
                          "hostile"))
                  .value(),
              Filter.builder("f").rule(tcp()).build())),
  INTERFACE_IN_CODE(
      "vnet9",
      text -> compile(binding(text, Parameters.NONE), Filter.builder("f").rule(tcp()).build())),
  OWNER("guest", text -> owned(Optional.of(new FilterBinding.Owner(text, new UUID(1, 2))), "l")),
  LINK_DEVICE("l", text -> owned(Optional.empty(), text)),
  DOMAIN_NAME("guest", HostilePlace::domain),
  INTERFACE_SOURCE("br0", HostilePlace::source);

  private final String harmless;
  private final Function<String, CompiledInterface> compiler;

  HostilePlace(String harmless, Function<String, CompiledInterface> compiler) {
    this.harmless = harmless;
    this.compiler = compiler;
  }

  /** {@return a text for this place that means no harm} */
  String harmless() {
    return harmless;
  }

  /** {@return what a text in this place is compiled to} */
  CompiledInterface compile(String text) {
    return compiler.apply(text);
  }

  private static Rule.Builder tcp() {
    return Rule.drop(Direction.IN, Protocol.TCP);
  }

  private static Rule.Builder all() {
    return Rule.drop(Direction.IN, Protocol.ALL).whereText(Attributes.IPSETFLAGS, "src");
  }

  /** {@return a rule with a condition that the builder has not checked} */
  private static Rule.Builder unchecked(
      Protocol protocol, Attribute<String> attribute, String text) {
    AttributeSpec<String> spec = protocol.spec(attribute);
    Rule.Builder rule = Rule.drop(Direction.IN, protocol);
    rule.add(new Condition<>(spec, new Value.Literal<>(text), false));
    return rule;
  }

  private static CompiledInterface rule(Rule.Builder rule) {
    return compile(binding("vnet9", Parameters.NONE), Filter.builder("f").rule(rule).build());
  }

  private static CompiledInterface xml(String protocol, String text) {
    return compile(
        binding("vnet9", Parameters.NONE), read(protocol.replace("%s", BothReaders.escaped(text))));
  }

  private static CompiledInterface parameter(String protocol, String text) {
    return compile(binding("vnet9", Parameters.of("P", text)), read(protocol));
  }

  /** As written, values of any characters count. */
  private static CompiledInterface written(String protocol, String text) {
    Filter filter =
        LibvirtXml.readFilter(
                XmlSource.text(
                    "<filter name='f'><rule action='drop' direction='out'>"
                        + protocol
                        + "</rule></filter>",
                    "hostile"),
                Semantics.AS_WRITTEN)
            .value();
    return FilterCompiler.compile(
        binding("vnet9", new Parameters(Map.of("P", List.of(text)))),
        CompileOptions.builder()
            .library(FilterLibrary.of(ImmutableList.of(filter)))
            .semantics(Semantics.AS_WRITTEN)
            .build());
  }

  private static CompiledInterface parameterName(String name) {
    Parameters parameters =
        new Parameters(
            Multimaps.asMap(ImmutableListMultimap.of(name, "10.1.1.1", "P", "10.1.1.1")));
    return compile(binding("vnet9", parameters), read("<tcp srcipaddr='$P[0]'/>"));
  }

  /** A parameter of other characters is dropped; the one behind it is there in any case. */
  private static CompiledInterface parameterInXml(String name, String value) {
    String xml =
        LibvirtXml.write(binding("vnet9", Parameters.of("Z", "10.1.1.1")))
            .replace(
                "<parameter name='Z'",
                "<parameter name='"
                    + BothReaders.escaped(name)
                    + "' value='"
                    + BothReaders.escaped(value)
                    + "'/><parameter name='Z'");
    return compile(
        LibvirtXml.readFilterBinding(XmlSource.text(xml, "hostile")).value(),
        read("<tcp srcipaddr='$Z'/>"));
  }

  private static CompiledInterface named(Filter filter) {
    return compile(binding(filter.name(), "vnet9", Parameters.NONE), filter);
  }

  private static CompiledInterface reference(String text) {
    Filter inner = Filter.builder(text).rule(tcp()).build();
    String xml = "<filter name='outer'><filterref filter='%s'/></filter>";
    Filter outer =
        LibvirtXml.readFilter(
                XmlSource.text(xml.replace("%s", BothReaders.escaped(text)), "hostile"))
            .value();
    return compile(binding("outer", "vnet9", Parameters.NONE), inner, outer);
  }

  private static CompiledInterface owned(Optional<FilterBinding.Owner> owner, String linkDev) {
    FilterBinding plain = binding("vnet9", Parameters.NONE);
    FilterBinding binding =
        new FilterBinding(
            owner,
            plain.portDev(),
            Optional.of(linkDev),
            plain.mac(),
            plain.filterRef(),
            SourceLocation.NONE);
    return compile(
        LibvirtXml.readFilterBinding(XmlSource.text(LibvirtXml.write(binding), "hostile")).value(),
        Filter.builder("f").rule(tcp()).build());
  }

  private static CompiledInterface domain(String name) {
    return domain(name, ImmutableMap.of());
  }

  private static CompiledInterface source(String text) {
    return domain("guest", ImmutableMap.of("bridge", text));
  }

  private static CompiledInterface domain(String name, ImmutableMap<String, String> source) {
    FilterBinding binding = binding("vnet9", Parameters.NONE);
    NetworkInterface guest =
        NetworkInterface.of(
            new Attachment.Bridge(source), binding.mac(), binding.portDev(), binding.filterRef());
    return FilterCompiler.compile(
            Domain.of(name, guest), options(Filter.builder("f").rule(tcp()).build()))
        .interfaces()
        .get(0);
  }

  private static String arpFilter(String name) {
    return "<filter name='" + name + "'><rule action='drop' direction='in'><arp/></rule></filter>";
  }

  private static Filter read(String protocol) {
    return LibvirtXml.readFilter(
            XmlSource.text(
                "<filter name='f'><rule action='drop' direction='in'>"
                    + protocol
                    + "</rule></filter>",
                "hostile"))
        .value();
  }

  private static FilterBinding binding(String device, Parameters parameters) {
    return binding("f", device, parameters);
  }

  private static FilterBinding binding(String filter, String device, Parameters parameters) {
    return FilterBinding.of(
        new InterfaceName(device),
        MacAddress.parse("52:54:00:9f:80:45"),
        FilterReference.of(filter, parameters));
  }

  private static CompiledInterface compile(FilterBinding binding, Filter... filters) {
    return FilterCompiler.compile(binding, options(filters));
  }

  private static CompileOptions options(Filter... filters) {
    return CompileOptions.builder()
        .library(FilterLibrary.of(ImmutableList.copyOf(filters)))
        .build();
  }
}
