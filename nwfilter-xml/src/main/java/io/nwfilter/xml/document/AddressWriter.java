package io.nwfilter.xml.document;

import io.nwfilter.core.network.Dhcp;
import io.nwfilter.core.network.DhcpHost;
import io.nwfilter.core.network.DhcpLease;
import io.nwfilter.core.network.DhcpRange;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.xml.stream.XmlWriter;
import java.util.Optional;

/** Writes an {@code <ip>} of a network. */
final class AddressWriter {

  private final XmlWriter out;
  private final NetworkForm form;

  AddressWriter(XmlWriter out, NetworkForm form) {
    this.out = out;
    this.form = form;
  }

  void write(NetworkAddress address) {
    out.start("ip");
    NetworkWriter.address(out, address.familyGiven(), address.address(), address.mask());
    address.localPtr().ifPresent(local -> out.attribute("localPtr", NetworkWriter.yesOrNo(local)));
    if (form.hasEmptyAddresses() && address.tftpRoot().isEmpty() && address.dhcp().isEmpty()) {
      out.empty();
      return;
    }
    out.open();
    address.tftpRoot().ifPresent(root -> out.start("tftp").attribute("root", root).empty());
    address.dhcp().ifPresent(this::dhcp);
    out.close("ip");
  }

  private void dhcp(Dhcp dhcp) {
    out.start("dhcp").open();
    dhcp.ranges().forEach(this::range);
    dhcp.hosts().forEach(this::host);
    dhcp.bootp().ifPresent(this::bootp);
    out.close("dhcp");
  }

  private void range(DhcpRange range) {
    out.start("range")
        .attribute("start", range.addresses().start())
        .attribute("end", range.addresses().end());
    lease("range", range.lease());
  }

  private void host(DhcpHost host) {
    out.start("host");
    host.mac().ifPresent(mac -> out.attribute("mac", mac));
    host.id().ifPresent(id -> out.attribute("id", id));
    host.name().ifPresent(name -> out.attribute("name", name));
    out.attribute("ip", host.address());
    lease("host", host.lease());
  }

  private void bootp(Dhcp.Bootp bootp) {
    out.start("bootp").attribute("file", bootp.file());
    bootp.server().ifPresent(server -> out.attribute("server", server));
    out.empty();
  }

  /** Ends an element that may have a lease inside. */
  private void lease(String parent, Optional<DhcpLease> lease) {
    if (lease.isEmpty()) {
      out.empty();
      return;
    }
    out.open();
    out.start("lease").attribute("expiry", lease.get().expiry());
    if (lease.get().expiry() != 0) {
      out.attribute("unit", lease.get().unit());
    }
    out.empty();
    out.close(parent);
  }
}
