package io.nwfilter.testkit.fidelity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.filter.Filter;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;

/** What a daemon prints of filters, beside what the library prints. */
final class DaemonDump {

  private DaemonDump() {}

  /** Checks that the daemon takes a filter, and prints it as the library does. */
  static void assertSame(LibvirtDaemon daemon, String filterXml) {
    Filter filter = LibvirtXml.readFilter(XmlSource.text(filterXml, "filter.xml")).value();
    daemon.define(filterXml);
    String dump;
    try {
      dump = daemon.dumpXml(filter.name());
    } finally {
      daemon.undefine(filter.name());
    }
    assertEquals(comparable(dump, filter), LibvirtXml.dump(filter), filterXml);
  }

  /**
   * {@return a dump without the uuid that the daemon made up, if it did, and without what is left
   * of a character inside which it cut a comment}
   */
  static String comparable(String dump, Filter filter) {
    String whole = dump.replaceAll("\ufffd+'", "'");
    return filter.uuid().isPresent()
        ? whole
        : whole.replaceFirst("  <uuid>[-0-9a-f]{36}</uuid>\n", "");
  }
}
