package io.nwfilter.xml.document;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.Dhcp;
import io.nwfilter.core.network.DhcpHost;
import io.nwfilter.core.network.DhcpLease;
import io.nwfilter.core.network.DhcpRange;
import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.xml.diagnostic.DocumentCode;
import java.util.Optional;

/** Reads the {@code <dhcp>} of an address. */
final class DhcpParser {

  private static final CharMatcher ALPHANUMERIC =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'));
  private static final CharMatcher OF_IDS = CharMatcher.anyOf("0123456789abcdefABCDEF:");

  private final DocumentReader reader;
  private final Markup.Element element;
  private final NetworkAddress address;
  private final boolean ipv6;

  DhcpParser(DocumentReader reader, Markup.Element element, NetworkAddress address) {
    this.reader = reader;
    this.element = element;
    this.address = address;
    this.ipv6 = address.address() instanceof Ipv6Address;
  }

  Dhcp parse() {
    ImmutableList.Builder<DhcpRange> ranges = ImmutableList.builder();
    ImmutableList.Builder<DhcpHost> hosts = ImmutableList.builder();
    Optional<Dhcp.Bootp> bootp = Optional.empty();
    for (Markup.Element child : element.elements()) {
      if (child.is("range")) {
        reader.attempts(() -> ranges.add(range(child)));
      } else if (child.is("host")) {
        reader.attempts(() -> hosts.add(host(child)));
      } else if (child.is("bootp") && !ipv6) {
        Optional<Dhcp.Bootp> given = reader.attempt(() -> bootp(child));
        bootp = given != null && given.isPresent() ? given : bootp; // the last one counts
      }
    }
    return new Dhcp(ranges.build(), hosts.build(), bootp);
  }

  private DhcpRange range(Markup.Element child) {
    IpAddress start = address(child, "start");
    IpAddress end = address(child, "end");
    AddressRange range = ForwardParser.range(child, start, end);
    AddressRangeChecks.within(child, range, address);
    return new DhcpRange(range, lease(child));
  }

  private static IpAddress address(Markup.Element child, String attribute) {
    return MarkupValues.address(child, attribute, MarkupValues.required(child, attribute));
  }

  private DhcpHost host(Markup.Element child) {
    Optional<String> mac = child.attribute("mac");
    Optional<String> id = child.attribute("id");
    Optional<String> name = child.attribute("name");
    mac.ifPresent(text -> mac(child, text));
    id.ifPresent(text -> id(child, text));
    name.ifPresent(text -> name(child, text));
    if (ipv6 ? id.isEmpty() && name.isEmpty() : mac.isEmpty() && name.isEmpty()) {
      throw MarkupValues.illegal(
          DocumentCode.MISSING,
          child,
          "it has neither " + (ipv6 ? "an id" : "a mac") + " nor a name");
    }
    return new DhcpHost(mac, id, name, address(child, "ip"), lease(child));
  }

  private void mac(Markup.Element child, String text) {
    if (ipv6) {
      throw MarkupValues.illegal(
          DocumentCode.ILLEGAL_VALUE, child, "IPv6 machines are known by id or name, not by mac");
    }
    MarkupValues.mac(child, "mac", text);
  }

  /** Identifiers are for DHCPv6, and only there libvirt looks at them. */
  private void id(Markup.Element child, String text) {
    if (ipv6 && !OF_IDS.matchesAllOf(text)) {
      throw MarkupValues.illegal(child, "id", text, "hexadecimal digits and colons");
    }
  }

  private static void name(Markup.Element child, String text) {
    if (text.isEmpty() || !ALPHANUMERIC.matches(text.charAt(0))) {
      throw MarkupValues.illegal(child, "name", text, "a name that begins with a letter or digit");
    }
  }

  private static Optional<DhcpLease> lease(Markup.Element parent) {
    Optional<DhcpLease> lease = Optional.empty();
    for (Markup.Element child : parent.elements("lease")) {
      Optional<String> expiry = child.attribute("expiry");
      if (expiry.isPresent()) {
        lease = Optional.of(lease(child, expiry.get()));
      }
    }
    return lease;
  }

  private static DhcpLease lease(Markup.Element child, String expiry) {
    String unit = child.attribute("unit").orElse(DhcpLease.Unit.MINUTES.toString());
    DhcpLease.Unit known =
        DhcpLease.Unit.of(unit)
            .orElseThrow(
                () -> MarkupValues.illegal(child, "unit", unit, "seconds, minutes or hours"));
    long time = MarkupValues.number(child, "expiry", expiry, 10, MarkupValues.MAX_UNSIGNED);
    try {
      return new DhcpLease(time, known);
    } catch (IllegalValueException e) {
      throw MarkupValues.illegal(DocumentCode.ILLEGAL_VALUE, child, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Dhcp.Bootp> bootp(Markup.Element child) {
    Optional<String> server = child.attribute("server");
    Optional<String> file = MarkupValues.given(child, "file");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    server.ifPresent(text -> MarkupValues.address(child, "server", text));
    return Optional.of(new Dhcp.Bootp(file.get(), server));
  }
}
