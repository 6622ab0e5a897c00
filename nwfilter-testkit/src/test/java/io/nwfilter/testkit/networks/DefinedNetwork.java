package io.nwfilter.testkit.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkDetails;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.xml.LibvirtXml;
import io.nwfilter.xml.XmlSource;

/** A network that a daemon has defined, beside what the library makes of its document. */
public final class DefinedNetwork {

  private DefinedNetwork() {}

  /** Checks that the daemon takes a network, and prints it as the library does. */
  static void assertSame(LibvirtDaemon daemon, String document) {
    Network network = read(document);
    String dump = dump(daemon, document, network.name());
    assertEquals(dump, LibvirtXml.dump(completed(network, dump)), document);
  }

  /** {@return a network with what a daemon has chosen, which has printed it} */
  public static Network completed(Network network, String dump) {
    // Where the daemon escapes nothing, its print cannot be read.
    return isComplete(network) ? network : completed(network, read(dump));
  }

  private static boolean isComplete(Network network) {
    return network.uuid().isPresent()
        && network.bridge().isPresent()
        && network.details().mac().isPresent();
  }

  private static String dump(LibvirtDaemon daemon, String document, String name) {
    daemon.networks().define(document);
    try {
      return daemon.networks().dumpDefinition(name);
    } finally {
      daemon.networks().undefine(name);
    }
  }

  /** {@return the network of a document} */
  public static Network read(String document) {
    return LibvirtXml.readNetwork(XmlSource.text(document, "network.xml")).value();
  }

  /** {@return a network with what the daemon chose, where the document left it open} */
  private static Network completed(Network network, Network defined) {
    Network.Builder completed = network.toBuilder();
    NetworkDetails.Builder details = network.details().toBuilder();
    if (network.uuid().isEmpty()) {
      defined.uuid().ifPresent(completed::uuid);
    }
    if (network.bridge().isEmpty() && defined.bridge().isPresent()) {
      completed.bridge(defined.bridge().get());
      details.bridge(network.details().bridge().withoutPattern());
    }
    if (network.details().mac().isEmpty()) {
      defined.details().mac().ifPresent(details::mac);
    }
    return completed.details(details.build()).build();
  }
}
