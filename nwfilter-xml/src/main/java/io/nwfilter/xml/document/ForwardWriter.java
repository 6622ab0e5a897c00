package io.nwfilter.xml.document;

import io.nwfilter.core.network.AddressRange;
import io.nwfilter.core.network.ForwardDevices;
import io.nwfilter.core.network.Forwarding;
import io.nwfilter.core.network.NetworkNat;
import io.nwfilter.core.network.PortRange;
import io.nwfilter.xml.stream.XmlWriter;
import java.util.Locale;

/** Writes the {@code <forward>} of a network. */
final class ForwardWriter {

  private final XmlWriter out;
  private final NetworkForm form;

  ForwardWriter(XmlWriter out, NetworkForm form) {
    this.out = out;
    this.form = form;
  }

  void write(Forwarding forwarding) {
    out.start("forward");
    forwarding.dev().ifPresent(dev -> out.attribute("dev", dev));
    out.attribute("mode", forwarding.mode());
    form.managed(forwarding).ifPresent(managed -> out.attribute("managed", managed));
    if (isBare(forwarding)) {
      out.empty();
      return;
    }
    out.open();
    ForwardDevices devices = forwarding.devices();
    devices.driver().ifPresent(name -> out.start("driver").attribute("name", name).empty());
    forwarding.nat().ifPresent(this::nat);
    devices.physicalFunction().ifPresent(dev -> out.start("pf").attribute("dev", dev).empty());
    forwarding.interfaces().forEach(dev -> out.start("interface").attribute("dev", dev).empty());
    devices.addresses().forEach(this::pciAddress);
    out.close("forward");
  }

  private static boolean isBare(Forwarding forwarding) {
    ForwardDevices devices = forwarding.devices();
    return forwarding.nat().isEmpty()
        && forwarding.interfaces().isEmpty()
        && devices.driver().isEmpty()
        && devices.physicalFunction().isEmpty()
        && devices.addresses().isEmpty();
  }

  private void nat(NetworkNat nat) {
    out.start("nat");
    if (nat.ipv6Given()) {
      out.attribute("ipv6", NetworkWriter.yesOrNo(nat.ipv6()));
    }
    if (nat.addresses().isEmpty() && nat.ports().isEmpty()) {
      out.empty();
      return;
    }
    out.open();
    nat.addresses().ifPresent(this::addresses);
    nat.ports().ifPresent(this::ports);
    out.close("nat");
  }

  private void addresses(AddressRange range) {
    out.start("address").attribute("start", range.start()).attribute("end", range.end()).empty();
  }

  private void ports(PortRange range) {
    out.start("port").attribute("start", range.start()).attribute("end", range.end()).empty();
  }

  private void pciAddress(ForwardDevices.PciAddress address) {
    out.start("address")
        .attribute("type", "pci")
        .attribute("domain", String.format(Locale.ROOT, "0x%04x", address.domain()))
        .attribute("bus", String.format(Locale.ROOT, "0x%02x", address.bus()))
        .attribute("slot", String.format(Locale.ROOT, "0x%02x", address.slot()))
        .attribute("function", String.format(Locale.ROOT, "0x%x", address.function()))
        .empty();
  }
}
