package io.nwfilter.xml.document;

import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.domain.VirtualPort;
import io.nwfilter.xml.stream.Escaping;
import io.nwfilter.xml.stream.XmlWriter;

/** Writes interfaces of domains in the order of {@code virsh dumpxml}. */
public final class InterfaceWriter {

  private InterfaceWriter() {}

  /** {@return an interface as a document of its own} */
  public static String write(NetworkInterface networkInterface) {
    XmlWriter out = new XmlWriter();
    out.start("interface").attribute("type", networkInterface.attachment().type());
    if (isBare(networkInterface)) {
      out.empty();
    } else {
      out.open();
      children(networkInterface, out);
      out.close("interface");
    }
    return out.toString();
  }

  private static boolean isBare(NetworkInterface of) {
    return of.mac().isEmpty()
        && of.attachment().source().isEmpty()
        && of.virtualPort().isEmpty()
        && of.portIsolated().isEmpty()
        && of.addresses().isEmpty()
        && of.targetDev().isEmpty()
        && of.filterRef().isEmpty();
  }

  private static void virtualPort(VirtualPort port, XmlWriter out) {
    out.start("virtualport");
    if (!port.type().isEmpty()) {
      out.attribute("type", port.type());
    }
    out.empty();
  }

  private static void children(NetworkInterface of, XmlWriter out) {
    of.mac().ifPresent(mac -> out.start("mac").attribute("address", mac).empty());
    if (!of.attachment().source().isEmpty()) {
      out.start("source");
      of.attachment().source().forEach(out::attribute);
      out.empty();
    }
    of.virtualPort().ifPresent(port -> virtualPort(port, out));
    of.portIsolated()
        .ifPresent(
            isolated ->
                out.start("port").attribute("isolated", NetworkWriter.yesOrNo(isolated)).empty());
    of.addresses().forEach(address -> out.start("ip").attribute("address", address).empty());
    of.targetDev().ifPresent(dev -> out.start("target").attribute("dev", dev).empty());
    of.filterRef().ifPresent(ref -> FilterReferenceWriter.write(ref, Escaping.NECESSARY, out));
  }
}
