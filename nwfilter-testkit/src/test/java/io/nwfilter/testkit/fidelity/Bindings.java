package io.nwfilter.testkit.fidelity;

/** Documents of bindings. */
final class Bindings {

  private Bindings() {}

  /** {@return a binding of a filter that needs an address} */
  static String of(String device, String filter) {
    return """
    <filterbinding>
      <owner><name>guest-%1$s</name><uuid>00000000-0000-4000-8000-00000000000%2$s</uuid></owner>
      <portdev name='%1$s'/>
      <mac address='52:54:00:00:00:0%2$s'/>
      <filterref filter='%3$s'><parameter name='IP' value='192.168.100.1%2$s'/></filterref>
    </filterbinding>
    """
        .formatted(device, device.substring(device.length() - 1), filter);
  }
}
