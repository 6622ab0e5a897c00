package io.nwfilter.testkit.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.nwfilter.core.network.Network;
import io.nwfilter.testkit.daemon.LibvirtDaemon;
import io.nwfilter.testkit.daemon.LibvirtDaemonExtension;
import io.nwfilter.xml.LibvirtXml;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks are printed as {@code virsh net-dumpxml --inactive} prints them. */
@ExtendWith(LibvirtDaemonExtension.class)
class NetworkDumpTest {

  private static Stream<Arguments> definitions() {
    return NetworkDefinitions.all().entrySet().stream()
        .map(definition -> arguments(definition.getKey(), definition.getValue()));
  }

  @Test
  void thereAreEnough() {
    int count = NetworkDefinitions.all().size();
    assertTrue(count > 140, count + " documents");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("definitions")
  void samePrint(String name, String document, LibvirtDaemon daemon) {
    DefinedNetwork.assertSame(daemon, document);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("definitions")
  void writtenAndReadItIsTheSame(String name, String document) {
    Network network = DefinedNetwork.read(document);
    String written = LibvirtXml.write(network);

    assertEquals(network, DefinedNetwork.read(written), written);
    assertEquals(written, LibvirtXml.write(DefinedNetwork.read(written)));
  }

  /** A running network's document is kept inside another one, with what belongs to its state. */
  @Test
  void documentOfARunningNetwork(LibvirtDaemon daemon) {
    daemon
        .networks()
        .create(
            "<network><name>live</name><forward mode='nat'/><bridge name='vbr7'/>"
                + "<ip address='10.7.7.1' prefix='24'/></network>");
    Network running = DefinedNetwork.read(daemon.networks().dumpXml("live"));
    String status = "<networkstatus><class_id bitmap='0-2'/>" + LibvirtXml.write(running);

    assertEquals(running, DefinedNetwork.read(status + "</networkstatus>"));
  }
}
