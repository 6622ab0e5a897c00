package io.nwfilter.xml.document;

import io.nwfilter.core.network.Markup;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkBridge;
import io.nwfilter.core.network.NetworkDetails;
import io.nwfilter.core.network.NetworkDomain;
import io.nwfilter.core.network.NetworkMask;
import io.nwfilter.core.network.NetworkRoute;
import io.nwfilter.core.value.IpAddress;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.xml.stream.XmlWriter;

/** Writes networks in one of their forms. */
public final class NetworkWriter {

  private final XmlWriter out = new XmlWriter();
  private final MarkupWriter markup = new MarkupWriter(out);
  private final PortWriter ports = new PortWriter(out);
  private final NetworkForm form;

  private NetworkWriter(NetworkForm form) {
    this.form = form;
  }

  /** {@return a network in one of its forms} */
  public static String write(Network network, NetworkForm form) {
    NetworkWriter writer = new NetworkWriter(form);
    writer.network(form.network(network));
    return writer.out.toString();
  }

  private void network(Network network) {
    NetworkDetails details = network.details();
    root(network);
    out.text("name", network.name());
    network.uuid().ifPresent(uuid -> out.text("uuid", uuid));
    details.title().ifPresent(title -> out.text("title", title, form.texts()));
    details.description().ifPresent(text -> out.text("description", text, form.texts()));
    details.metadata().ifPresent(markup::metadata);
    network.forwarding().ifPresent(forwarding -> new ForwardWriter(out, form).write(forwarding));
    bridge(network);
    details.mtu().ifPresent(size -> out.start("mtu").attribute("size", size).empty());
    details.mac().ifPresent(mac -> out.start("mac").attribute("address", mac).empty());
    details.domain().ifPresent(this::domain);
    details.dns().ifPresent(dns -> new DnsWriter(out).write(dns));
    details.vlan().ifPresent(this::port);
    details.bandwidth().ifPresent(this::port);
    details
        .portIsolated()
        .ifPresent(isolated -> out.start("port").attribute("isolated", yesOrNo(isolated)).empty());
    AddressWriter addresses = new AddressWriter(out, form);
    network.addresses().forEach(addresses::write);
    details.routes().forEach(this::route);
    details.virtualPort().ifPresent(this::port);
    details.portGroups().forEach(this::port);
    dnsmasqOptions(details);
    details.otherElements().forEach(markup::write);
    out.close("network");
  }

  private void root(Network network) {
    NetworkDetails details = network.details();
    out.start("network");
    if (!details.dnsmasqOptions().isEmpty()) {
      out.declaration("dnsmasq", NetworkParser.DNSMASQ);
    }
    if (network.ipv6()) {
      out.attribute("ipv6", "yes");
    }
    details
        .trustGuestRxFilters()
        .ifPresent(trust -> out.attribute("trustGuestRxFilters", yesOrNo(trust)));
    for (Markup.Attribute attribute : details.otherAttributes()) {
      out.attribute(attribute.name(), attribute.value());
    }
    out.open();
  }

  private void bridge(Network network) {
    NetworkBridge bridge = network.details().bridge();
    if (bridge.equals(NetworkBridge.DEFAULT) && network.bridge().isEmpty()) {
      return;
    }
    out.start("bridge");
    network.bridge().ifPresent(name -> out.attribute("name", name));
    bridge.pattern().ifPresent(pattern -> out.attribute("name", pattern));
    bridge.zone().ifPresent(zone -> out.attribute("zone", zone));
    bridge.stp().ifPresent(stp -> out.attribute("stp", stp ? "on" : "off"));
    bridge.delay().ifPresent(delay -> out.attribute("delay", delay));
    bridge.macTableManager().ifPresent(manager -> out.attribute("macTableManager", manager));
    out.empty();
  }

  private void domain(NetworkDomain domain) {
    out.start("domain").attribute("name", domain.name(), form.domainName());
    domain.localOnly().ifPresent(local -> out.attribute("localOnly", yesOrNo(local)));
    out.empty();
  }

  private void route(NetworkRoute route) {
    out.start("route");
    address(out, route.familyGiven(), route.address(), route.mask());
    out.attribute("gateway", route.gateway());
    route.metric().ifPresent(metric -> out.attribute("metric", metric));
    out.empty();
  }

  private void port(Markup.Element element) {
    form.port(element, markup, ports);
  }

  private void dnsmasqOptions(NetworkDetails details) {
    if (!details.dnsmasqOptions().isEmpty()) {
      out.start("dnsmasq:options").open();
      details
          .dnsmasqOptions()
          .forEach(option -> out.start("dnsmasq:option").attribute("value", option).empty());
      out.close("dnsmasq:options");
    }
  }

  /** Writes the attributes of an address with its prefix. */
  static void address(XmlWriter out, boolean family, IpAddress address, NetworkMask mask) {
    if (family) {
      out.attribute("family", address instanceof Ipv6Address ? "ipv6" : "ipv4");
    }
    out.attribute("address", address);
    mask.netmask().ifPresent(netmask -> out.attribute("netmask", netmask));
    mask.prefix().ifPresent(prefix -> out.attribute("prefix", prefix));
  }

  /** {@return how documents say whether something holds} */
  static String yesOrNo(boolean holds) {
    return holds ? "yes" : "no";
  }
}
