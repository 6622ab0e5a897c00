package io.nwfilter.core.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkInterfaceTest {

  private static final MacAddress MAC = MacAddress.parse("52:54:00:9f:80:45");

  @Test
  void isBuiltFromWhatIsKnown() {
    SourceLocation here = new SourceLocation("g.xml", 5, 9);
    NetworkInterface built =
        NetworkInterface.builder("network")
            .mac("52:54:00:9f:80:45")
            .targetDev("vnet2")
            .filter("moge", "IP", "10.0.0.5")
            .location(here)
            .build();

    assertEquals(
        NetworkInterface.of(
            Attachment.of("network", Map.of()),
            MAC,
            new InterfaceName("vnet2"),
            FilterReference.of("moge", Parameters.of("IP", "10.0.0.5"))),
        built);
    assertEquals(here, built.location());
    assertEquals(
        new NetworkInterface(
            Attachment.Bridge.named("br0"),
            Optional.of(new VirtualPort("midonet")),
            Optional.empty(),
            List.of("10.0.0.6", "fe80::6"),
            Optional.empty(),
            Optional.empty(),
            SourceLocation.NONE),
        NetworkInterface.builder(Attachment.Bridge.named("br0"))
            .virtualPort(new VirtualPort("midonet"))
            .address("10.0.0.6")
            .address("fe80::6")
            .build());
  }

  @Test
  void refusesIllegalTexts() {
    NetworkInterface.Builder builder = NetworkInterface.builder("network");

    assertEquals(
        "'52:54' is not a MAC address such as 52:54:00:9f:80:45",
        assertThrows(IllegalValueException.class, () -> builder.mac("52:54")).getMessage());
    assertEquals(
        "'vnet 2' is not a legal interface name: 1 to 15 letters, digits, '_', '.', '@' and '-',"
            + " not starting with '-'",
        assertThrows(IllegalValueException.class, () -> builder.targetDev("vnet 2")).getMessage());
    assertEquals(
        "the parameter 'IP' has no value",
        assertThrows(IllegalArgumentException.class, () -> builder.filter("moge", "IP"))
            .getMessage());
  }
}
