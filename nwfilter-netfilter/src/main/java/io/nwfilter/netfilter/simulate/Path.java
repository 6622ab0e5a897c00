package io.nwfilter.netfilter.simulate;

/** The way through the kernel: where a packet enters decides with which layer it starts. */
final class Path {

  private final Kernel kernel;
  private final BridgeLayer bridge;
  private final IpLayer ip;

  Path(Kernel kernel) {
    this.kernel = kernel;
    this.ip = new IpLayer(kernel);
    this.bridge = new BridgeLayer(kernel, ip);
    ip.connect(bridge);
  }

  /**
   * Leads a packet from where it enters to its ends.
   *
   * @throws IllegalArgumentException if the situation has no such interface
   */
  void enter(Transit transit, Entry entry) {
    if (entry instanceof Entry.Port port) {
      Device device = kernel.topology.device(port.name());
      if (device.bridge() == null) {
        throw new IllegalArgumentException("'" + port.name() + "' is not a port of a bridge");
      }
      bridge.receive(device, transit);
    } else if (entry instanceof Entry.Network network) {
      Device device = kernel.topology.device(network.name());
      if (device.bridge() != null) {
        throw new IllegalArgumentException("'" + network.name() + "' is a port of a bridge");
      }
      transit.type = PacketType.ofNetwork(transit.packet, device, kernel.topology);
      ip.receive(device, transit);
    } else if (entry instanceof Entry.Raw raw) {
      transit.fromHost = true;
      bridge.send(kernel.topology.device(raw.bridge()), transit);
    } else {
      ip.sendOwn(transit);
    }
  }
}
