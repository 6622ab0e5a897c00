package io.nwfilter.xml.document;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.NetworkDns;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the {@code <dns>} of a network. */
final class DnsParser {

  /** What would end a name in the configuration of dnsmasq. */
  private static final CharMatcher NOT_IN_NAMES = CharMatcher.anyOf(" ,");

  private static final int MAX = 0xffff;

  private final DocumentReader reader;
  private final Markup.Element element;

  DnsParser(DocumentReader reader, Markup.Element element) {
    this.reader = reader;
    this.element = element;
  }

  NetworkDns parse() {
    ImmutableList.Builder<NetworkDns.Forwarder> forwarders = ImmutableList.builder();
    ImmutableList.Builder<NetworkDns.Txt> texts = ImmutableList.builder();
    ImmutableList.Builder<NetworkDns.Srv> services = ImmutableList.builder();
    ImmutableList.Builder<NetworkDns.Host> hosts = ImmutableList.builder();
    boolean empty = true;
    for (Markup.Element child : element.elements()) {
      if (child.is("forwarder")) {
        reader.attempts(() -> forwarders.add(forwarder(child)));
      } else if (child.is("txt")) {
        reader.attempts(() -> texts.add(txt(child)));
      } else if (child.is("srv")) {
        reader.attempts(() -> services.add(srv(child)));
      } else if (child.is("host")) {
        reader.attempts(() -> hosts.add(host(child)));
      } else {
        continue;
      }
      empty = false;
    }
    Optional<Boolean> enable = MarkupValues.yesOrNo(element, "enable");
    if (!empty && !enable.orElse(true)) {
      throw MarkupValues.illegal(
          DocumentCode.ILLEGAL_VALUE, element, "a server that is not enabled has nothing inside");
    }
    return new NetworkDns(
        enable,
        MarkupValues.yesOrNo(element, "forwardPlainNames"),
        forwarders.build(),
        texts.build(),
        services.build(),
        hosts.build());
  }

  private static NetworkDns.Forwarder forwarder(Markup.Element child) {
    Optional<String> domain = child.attribute("domain");
    Optional<IpAddress> address =
        child.attribute("addr").map(text -> MarkupValues.address(child, "addr", text));
    if (domain.isEmpty() && address.isEmpty()) {
      throw MarkupValues.illegal(
          DocumentCode.MISSING, child, "it has neither an addr nor a domain");
    }
    return new NetworkDns.Forwarder(domain, address);
  }

  private static NetworkDns.Txt txt(Markup.Element child) {
    String name = MarkupValues.required(child, "name");
    if (NOT_IN_NAMES.matchesAnyOf(name)) {
      throw MarkupValues.illegal(child, "name", name, "one without blanks and commas");
    }
    return new NetworkDns.Txt(name, MarkupValues.required(child, "value"));
  }

  private static NetworkDns.Srv srv(Markup.Element child) {
    String service = MarkupValues.required(child, "service");
    String protocol = MarkupValues.required(child, "protocol");
    Optional<String> target = child.attribute("target");
    OptionalInt port = number(child, "port", 1, target);
    OptionalInt priority = number(child, "priority", 0, target);
    OptionalInt weight = number(child, "weight", 0, target);
    return new NetworkDns.Srv(
        service, protocol, child.attribute("domain"), target, port, priority, weight);
  }

  private static OptionalInt number(
      Markup.Element child, String attribute, int min, Optional<String> target) {
    Optional<String> text = MarkupValues.given(child, attribute);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    long value = MarkupValues.number(child, attribute, text.get(), 10, MAX);
    if (value < min) {
      throw MarkupValues.illegal(child, attribute, text.get(), "a number from 1 to " + MAX);
    }
    if (target.isEmpty()) {
      throw MarkupValues.illegal(
          DocumentCode.MISSING, child, "it has a " + attribute + " without a target");
    }
    return value == 0 ? OptionalInt.empty() : OptionalInt.of((int) value);
  }

  private static NetworkDns.Host host(Markup.Element child) {
    String address = MarkupValues.required(child, "ip");
    ImmutableList<String> names =
        child.elements("hostname").stream()
            .map(Markup.Element::text)
            .filter(name -> !name.isEmpty())
            .collect(ImmutableList.toImmutableList());
    if (names.isEmpty()) {
      throw MarkupValues.illegal(DocumentCode.MISSING, child, "it has no <hostname>");
    }
    return new NetworkDns.Host(MarkupValues.address(child, "ip", address), names);
  }
}
