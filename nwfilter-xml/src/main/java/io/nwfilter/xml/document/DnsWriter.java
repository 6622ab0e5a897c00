package io.nwfilter.xml.document;

import io.nwfilter.core.network.NetworkDns;
import io.nwfilter.xml.stream.XmlWriter;

/** Writes the {@code <dns>} of a network. */
final class DnsWriter {

  private final XmlWriter out;

  DnsWriter(XmlWriter out) {
    this.out = out;
  }

  void write(NetworkDns dns) {
    out.start("dns");
    dns.enable().ifPresent(enable -> out.attribute("enable", NetworkWriter.yesOrNo(enable)));
    dns.forwardPlainNames()
        .ifPresent(plain -> out.attribute("forwardPlainNames", NetworkWriter.yesOrNo(plain)));
    if (dns.forwarders().isEmpty()
        && dns.texts().isEmpty()
        && dns.services().isEmpty()
        && dns.hosts().isEmpty()) {
      out.empty();
      return;
    }
    out.open();
    dns.forwarders().forEach(this::forwarder);
    dns.texts()
        .forEach(
            txt ->
                out.start("txt")
                    .attribute("name", txt.name())
                    .attribute("value", txt.value())
                    .empty());
    dns.services().forEach(this::srv);
    dns.hosts().forEach(this::host);
    out.close("dns");
  }

  private void forwarder(NetworkDns.Forwarder forwarder) {
    out.start("forwarder");
    forwarder.domain().ifPresent(domain -> out.attribute("domain", domain));
    forwarder.address().ifPresent(address -> out.attribute("addr", address));
    out.empty();
  }

  private void srv(NetworkDns.Srv srv) {
    out.start("srv").attribute("service", srv.service()).attribute("protocol", srv.protocol());
    srv.domain().ifPresent(domain -> out.attribute("domain", domain));
    srv.target().ifPresent(target -> out.attribute("target", target));
    srv.port().ifPresent(port -> out.attribute("port", port));
    srv.priority().ifPresent(priority -> out.attribute("priority", priority));
    srv.weight().ifPresent(weight -> out.attribute("weight", weight));
    out.empty();
  }

  private void host(NetworkDns.Host host) {
    out.start("host").attribute("ip", host.address()).open();
    host.names().forEach(name -> out.text("hostname", name));
    out.close("host");
  }
}
