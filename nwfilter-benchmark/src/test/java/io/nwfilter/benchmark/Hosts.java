package io.nwfilter.benchmark;

/** Documents of machines and networks that differ in name, addresses and interface. */
final class Hosts {

  private Hosts() {}

  /** {@return a domain with clean-traffic on its one interface} */
  static String domainXml(int number) {
    return """
    <domain type='kvm'>
      <name>guest%1$d</name>
      <uuid>00000000-0000-4000-8000-%1$012d</uuid>
      <memory unit='MiB'>512</memory>
      <vcpu>1</vcpu>
      <os><type arch='x86_64'>hvm</type></os>
      <devices>
        <disk type='file' device='disk'>
          <driver name='qemu' type='qcow2'/>
          <source file='/var/lib/libvirt/images/guest%1$d.qcow2'/>
          <target dev='vda' bus='virtio'/>
        </disk>
        <interface type='bridge'>
          <mac address='52:54:00:%2$02x:%3$02x:%4$02x'/>
          <source bridge='br0'/>
          <target dev='vnet%1$d'/>
          <model type='virtio'/>
          <filterref filter='clean-traffic'>
            <parameter name='IP' value='10.%2$d.%3$d.%4$d'/>
          </filterref>
        </interface>
      </devices>
    </domain>
    """
        .formatted(number, number >> 16 & 255, number >> 8 & 255, number & 255);
  }

  /** {@return a network with DHCP: isolated, nat or route by its number} */
  static String networkXml(int number) {
    String forward =
        switch (number % 3) {
          case 0 -> "";
          case 1 -> "<forward mode='nat'/>";
          default -> "<forward mode='route'/>";
        };
    return """
    <network>
      <name>net%1$d</name>
      <bridge name='vbr%1$d'/>
      %4$s
      <ip address='10.%2$d.%3$d.1' netmask='255.255.255.0'>
        <dhcp><range start='10.%2$d.%3$d.2' end='10.%2$d.%3$d.254'/></dhcp>
      </ip>
      <ip family='ipv6' address='fd00:%1$d::1' prefix='64'/>
    </network>
    """
        .formatted(number, number >> 8 & 255, number & 255, forward);
  }
}
