package io.nwfilter.netfilter.simulate;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.domain.Attachment;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.domain.NetworkInterface;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.network.Dhcp;
import io.nwfilter.core.network.DhcpHost;
import io.nwfilter.core.network.Network;
import io.nwfilter.core.network.NetworkAddress;
import io.nwfilter.core.network.NetworkDetails;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledNetwork;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.PacketTextException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurroundingsTest {

  private static final MacAddress MAC = MacAddress.parse("52:54:00:01:02:03");

  private final Surroundings surroundings = new Surroundings();
  private final Guest guest = surroundings.addGuest("vnet0", "virbr0", MAC);

  /** What the text says of the frame counts, wherever it is in the text. */
  @ParameterizedTest
  @CsvSource({
    "'ping 10.0.0.1 > 10.0.0.2', 'src-mac 52:54:00:01:02:03'",
    "'ping 10.0.0.1 > 10.0.0.2 src-mac 52:54:00:00:00:99', 'src-mac 52:54:00:00:00:99'",
    "'src-mac 52:54:00:00:00:99 ping 10.0.0.1 > 10.0.0.2', 'src-mac 52:54:00:00:00:99'",
    "'ping 10.0.0.1 > 10.0.0.2\tsrc-mac\t52:54:00:00:00:99', 'src-mac 52:54:00:00:00:99'",
    "'ping 10.0.0.1 > 10.0.0.2 data \"a src-mac b\"',"
        + " 'src-mac 52:54:00:01:02:03 data \"a src-mac b\"'"
  })
  void aGuestSends(String text, String settings) {
    assertEquals(
        Packet.parse("ping 10.0.0.1 > 10.0.0.2 " + settings), surroundings.fromGuest(text, guest));
  }

  @Test
  void theReceiverFollowsFromTheDestinationUnlessItIsGiven() {
    surroundings.add(
        FilterBinding.of(
            new InterfaceName("vnet1"),
            MacAddress.parse("52:54:00:01:02:04"),
            FilterReference.of("clean-traffic", "IP", "10.0.0.2")));

    assertAll(
        () ->
            assertEquals(
                Packet.parse(
                    "ping 10.0.0.1 > 10.0.0.2 src-mac 52:54:00:01:02:03 dst-mac 52:54:00:01:02:04"),
                surroundings.fromGuest("ping 10.0.0.1 > 10.0.0.2", guest)),
        () ->
            assertEquals(
                Packet.parse("ping 10.0.0.1 > 10.0.0.2 src-mac 52:54:00:01:02:03"),
                surroundings.fromGuest(
                    "ping 10.0.0.1 > 10.0.0.2 dst-mac " + Surroundings.RECEIVER, guest)),
        () ->
            assertEquals(
                Packet.parse("ping 10.0.0.1 > 10.0.0.9 dst-mac 52:54:00:01:02:03"),
                surroundings.toGuest("ping 10.0.0.1 > 10.0.0.9", guest)),
        () ->
            assertEquals(
                Packet.parse("ping 10.0.0.1 > 10.0.0.9"),
                surroundings.toGuest(
                    "dst-mac " + Surroundings.RECEIVER + " ping 10.0.0.1 > 10.0.0.9", guest)),
        () ->
            assertEquals(
                Packet.parse("arp who-has 10.0.0.1 tell 10.0.0.7"),
                surroundings.toGuest("arp who-has 10.0.0.1 tell 10.0.0.7", guest)));
  }

  /** Who has an address: a guest, a neighbour that is known, everybody on a network, or nobody. */
  @ParameterizedTest
  @CsvSource({
    "10.0.0.2, 52:54:00:01:02:04",
    "10.0.0.3, 52:54:00:00:00:03",
    "10.0.0.255, ff:ff:ff:ff:ff:ff",
    "10.0.0.9, 02:00:00:00:00:02"
  })
  void whoGetsAPacketOfTheHost(String address, String mac) {
    surroundings.add(
        FilterBinding.of(
            new InterfaceName("vnet1"),
            MacAddress.parse("52:54:00:01:02:04"),
            FilterReference.of("clean-traffic", "IP", "10.0.0.2")));
    surroundings.address("virbr0", "10.0.0.1/24");
    surroundings.neighbor("10.0.0.3", MacAddress.parse("52:54:00:00:00:03"));
    String ping = "ping 10.0.0.1 > " + address;
    Packet expected = Packet.parse(ping + " dst-mac " + mac);

    assertEquals(expected, surroundings.fromHost(ping, guest));
    assertEquals(
        Packet.parse(expected + " src-mac " + MAC), surroundings.fromGuest(ping, guest), "guest");
  }

  /** A network always gives it to one MAC address, or to whom another property tells. */
  @ParameterizedTest
  @CsvSource({
    "52:54:00:01:02:07, 52:54:00:01:02:07",
    "'52:54:00:01:02:07,52:54:00:01:02:08', 02:00:00:00:00:02",
    ", 02:00:00:00:00:02"
  })
  void whoAlwaysGetsAnAddressByDhcpHasIt(@Nullable String of, String mac) {
    DhcpHost machine =
        new DhcpHost(
            Optional.ofNullable(of),
            Optional.empty(),
            Optional.of("web"),
            Ipv4Address.parseDottedQuad("10.0.0.7"),
            Optional.empty());
    NetworkAddress address =
        NetworkAddress.parse("10.0.0.1/24").toBuilder()
            .dhcp(new Dhcp(List.of(), List.of(machine), Optional.empty()))
            .build();
    Network network = Network.builder("lan").bridge("virbr0").address(address).build();
    surroundings.add(FilterCompiler.compile(network, CompileOptions.DEFAULT));

    assertEquals(
        Packet.parse("ping 10.0.0.1 > 10.0.0.7 dst-mac " + mac),
        surroundings.fromHost("ping 10.0.0.1 > 10.0.0.7", guest));
  }

  @Test
  void addressesOfIpv6AreNoBroadcastOfIpv4() {
    surroundings.address("virbr0", "10.0.0.1/24");

    assertEquals(
        Packet.parse("ping fd00::1 > fd00::a00:ff dst-mac " + MAC),
        surroundings.toGuest("ping fd00::1 > fd00::a00:ff", guest));
  }

  @Test
  void theHostSendsToTheGuestWhatNamesNobodyElse() {
    assertAll(
        () ->
            assertEquals(
                Packet.parse("arp reply 10.0.0.1 is-at 02:00:00:00:00:01 dst-mac " + MAC),
                surroundings.fromHost("arp reply 10.0.0.1 is-at 02:00:00:00:00:01", guest)),
        () ->
            assertEquals(
                Packet.parse("dhcp offer 10.0.0.7 from 10.0.0.1 dst-mac " + MAC),
                surroundings.fromHost("dhcp offer 10.0.0.7 from 10.0.0.1", guest)),
        () ->
            assertEquals(
                Packet.parse("ping 10.0.0.1 > 10.0.0.9 dst-mac 52:54:00:00:00:99"),
                surroundings.fromHost(
                    "ping 10.0.0.1 > 10.0.0.9 dst-mac 52:54:00:00:00:99", guest)));
  }

  @Test
  void aPortIsWhereItIsSaidToBeUnlessADocumentSaysIt() {
    surroundings.port("vnet1", "br7");
    surroundings.port("vnet3", "br7");
    add("vnet1", Attachment.Network.named("unknown"), 1);
    add("vnet2", Attachment.Network.named("unknown"), 2);
    add("vnet3", Attachment.Bridge.named("br3"), 3);

    assertEquals(
        List.of("virbr0", "br7", "virbr0", "br3"),
        surroundings.guests().stream().map(Guest::bridge).toList());
    assertEquals(
        List.of("vnet2"), surroundings.onAssumedBridge().stream().map(Guest::port).toList());
  }

  /** As the ports are that libvirt 9.0 makes (virsh net-port-create). */
  @Test
  void aPortIsIsolatedAsItsInterfaceOrElseItsNetworkSays() {
    surroundings.add(compiled("open", "virbr1", false));
    surroundings.add(compiled("closed", "virbr2", true));

    assertFalse(isIsolated("vnet1", NetworkInterface.builder(Attachment.Network.named("open"))));
    assertTrue(isIsolated("vnet2", NetworkInterface.builder(Attachment.Network.named("closed"))));
    assertTrue(
        isIsolated(
            "vnet3",
            NetworkInterface.builder(Attachment.Network.named("open")).portIsolated(true)));
    assertFalse(
        isIsolated(
            "vnet4",
            NetworkInterface.builder(Attachment.Network.named("closed")).portIsolated(false)));
    assertFalse(isIsolated("vnet5", NetworkInterface.builder(Attachment.Bridge.named("virbr2"))));
    assertTrue(
        isIsolated(
            "vnet6",
            NetworkInterface.builder(Attachment.Bridge.named("virbr2")).portIsolated(true)));
  }

  @Test
  void isolatedGuestsReachTheHostAndAllOthersOfTheirBridge() {
    surroundings.add(compiled("closed", "virbr2", true));
    for (int i = 1; i < 3; i++) {
      add("vnet" + i, Attachment.Network.named("closed"), i);
    }
    add("vnet3", Attachment.Bridge.named("virbr2"), 3);
    Simulator host = Simulator.of(surroundings.situation().build(), ImmutableList.of());

    Explanation broadcast =
        host.run(
            Packet.parse("arp announce 10.0.0.1 src-mac 52:54:00:00:00:01"), Entry.port("vnet1"));
    assertEquals(
        Set.of(End.port("vnet3"), End.port(Surroundings.others("virbr2")), End.HOST),
        ImmutableSet.copyOf(broadcast.arrivals()));
  }

  private boolean isIsolated(String port, NetworkInterface.Builder one) {
    surroundings.add(one.targetDev(port).mac("52:54:00:00:00:01").build(), Map.of());
    return surroundings.isIsolated(port);
  }

  private static CompiledNetwork compiled(String name, String bridge, boolean isolated) {
    Network network =
        Network.builder(name)
            .bridge(bridge)
            .details(NetworkDetails.builder().portIsolated(isolated).build())
            .build();
    return FilterCompiler.compile(network, CompileOptions.DEFAULT);
  }

  private void add(String port, Attachment attachment, int last) {
    surroundings.add(
        NetworkInterface.builder(attachment)
            .targetDev(new InterfaceName(port))
            .mac(MacAddress.parse("52:54:00:00:00:0" + last))
            .build(),
        Map.of());
  }

  @Test
  void octetsStayAsTheyAre() {
    String text = " raw 0x5254000102035254000000990806ffff080000000001";

    assertEquals(Packet.parse(text), surroundings.fromGuest(text, guest));
    assertEquals(
        """
        'foo' is not a word of a packet
        foo ping 10.0.0.1 > 10.0.0.2
        ^^^\
        """,
        assertThrows(
                PacketTextException.class,
                () -> surroundings.fromGuest("foo ping 10.0.0.1 > 10.0.0.2", guest))
            .getMessage());
  }

  /** Names of interfaces have 15 characters at most, also of bridges whose names begin alike. */
  @Test
  void eachBridgeHasAPortOfItsOwnForEverybodyElse() {
    assertEquals("others-virbr0", Surroundings.others("virbr0"));
    String first = Surroundings.others("br-internal1");
    String second = Surroundings.others("br-internal2");

    assertNotEquals(first, second);
    assertEquals(List.of(15, 15), List.of(first.length(), second.length()));
    assertTrue(first.startsWith("others-"), first);
  }

  @Test
  void eachBridgeKnowsWhereEverybodyElseIs() {
    Guest one =
        surroundings.addGuest("vnet1", "br-internal1", MacAddress.parse("52:54:00:00:00:01"));
    Guest two =
        surroundings.addGuest("vnet2", "br-internal2", MacAddress.parse("52:54:00:00:00:02"));
    Simulator host = Simulator.of(surroundings.situation().build());

    for (Guest each : List.of(guest, one, two)) {
      assertEquals(
          List.of(End.port(Surroundings.others(each.bridge()))),
          host.run(
                  surroundings.fromGuest("ping 10.0.0.1 > 10.0.0.2", each), Entry.port(each.port()))
              .arrivals());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "outside, virbr0, 'outside' is the name of the interface that leads to all other networks",
    "vnet1, outside, 'outside' is the name of the interface that leads to all other networks",
    "others-virbr0, virbr0, 'others-virbr0' is the name of the port of 'virbr0' that leads to",
    "others-virbr0, br1, 'others-virbr0' is the name of the port of 'virbr0' that leads to",
    "vnet1, others-virbr0, 'others-virbr0' is the name of the port of 'virbr0' that leads to"
  })
  void namesOfWhatIsFilledInAreRefused(String port, String bridge, String start) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> surroundings.addGuest(port, bridge, MAC))
            .getMessage();

    assertEquals(start, message.substring(0, start.length()));
  }

  @Test
  void namesOfWhatIsFilledInLaterAreRefused() {
    surroundings.addGuest("others-br1", "virbr0", MAC);

    assertThrows(IllegalArgumentException.class, () -> surroundings.bridge("br1"));
  }
}
