package io.nwfilter.core.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.testing.EqualsTester;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttachmentTest {

  private static final ImmutableMap<String, String> SOURCE =
      ImmutableMap.of("z", "1", "dev", "eth3", "mode", "vepa", "path", "/p", "name", "n");

  @ParameterizedTest
  @CsvSource({
    "network, Network, true",
    "bridge, Bridge, true",
    "ethernet, Ethernet, true",
    "direct, Direct, false",
    "user, User, false",
    "vhostuser, VhostUser, false",
    "hostdev, HostDevice, false",
    "udp, Socket, false",
    "mcast, Socket, false",
    "server, Socket, false",
    "client, Socket, false",
    "internal, Internal, false",
    "vdpa, Vdpa, false",
    "null, Unconnected, false",
    "vds, Other, false",
    "Network, Other, false",
    "'', Other, false"
  })
  void everyTypeHasItsClassAndKeepsAllAttributes(String type, String name, boolean carries) {
    Attachment attachment = Attachment.of(type, SOURCE);

    assertEquals(name, attachment.getClass().getSimpleName());
    assertEquals(type, attachment.type());
    assertEquals(List.copyOf(SOURCE.entrySet()), List.copyOf(attachment.source().entrySet()));
    assertEquals(carries, attachment.carriesFilters());
  }

  @Test
  void kindsNameTheirAttributes() {
    Attachment.Network network =
        new Attachment.Network(ImmutableMap.of("portgroup", "web", "network", "default"));
    Attachment.Socket socket =
        new Attachment.Socket(
            Attachment.Socket.Kind.MCAST, ImmutableMap.of("port", "5558", "address", "230.0.0.1"));

    assertEquals(Optional.of("default"), network.name());
    assertEquals(Optional.of("web"), network.portgroup());
    assertEquals(Optional.of("br7"), Attachment.Bridge.named("br7").name());
    assertEquals(Optional.of("eth3"), new Attachment.Direct(SOURCE).dev());
    assertEquals(Optional.of("vepa"), new Attachment.Direct(SOURCE).mode());
    assertEquals(Optional.of("eth3"), new Attachment.User(SOURCE).dev());
    assertEquals(Optional.of("/p"), new Attachment.VhostUser(SOURCE).path());
    assertEquals(Optional.of("vepa"), new Attachment.VhostUser(SOURCE).mode());
    assertEquals(Optional.of("n"), new Attachment.Internal(SOURCE).name());
    assertEquals(Optional.of("eth3"), new Attachment.Vdpa(SOURCE).dev());
    assertEquals(Optional.of("230.0.0.1"), socket.address());
    assertEquals(Optional.of("5558"), socket.port());
    assertEquals(Optional.empty(), new Attachment.Network(ImmutableMap.of()).name());
  }

  @Test
  void aKnownTypeIsNoOther() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Attachment.Other("bridge", ImmutableMap.of()));

    assertEquals("the type 'bridge' has its own class", e.getMessage());
  }

  @Test
  void isEqualByTypeAndAttributes() {
    EqualsTester tester = new EqualsTester();
    for (String type : ImmutableList.of("network", "bridge", "ethernet", "udp", "mcast", "x")) {
      tester.addEqualityGroup(Attachment.of(type, SOURCE), Attachment.of(type, SOURCE));
    }
    tester
        .addEqualityGroup(
            Attachment.Network.named("a"),
            Attachment.of("network", ImmutableMap.of("network", "a")))
        .addEqualityGroup(Attachment.Network.named("b"))
        .testEquals();
  }
}
