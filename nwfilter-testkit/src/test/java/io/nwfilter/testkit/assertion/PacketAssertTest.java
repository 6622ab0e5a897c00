package io.nwfilter.testkit.assertion;

import static io.nwfilter.testkit.assertion.NwfilterAssertions.assertThat;
import static io.nwfilter.testkit.assertion.Subjects.assertFailsWith;

import io.nwfilter.core.network.ForwardMode;
import io.nwfilter.core.network.Network;
import io.nwfilter.netfilter.packet.Packet;
import org.junit.jupiter.api.Test;

/** Each assertion about packets, once passing and once failing. */
class PacketAssertTest {

  private static final String SSH = "tcp 10.1.2.3:40000 > 10.0.0.7:22";
  private static final String TELNET = "tcp 10.1.2.3:40000 > 10.0.0.7:23";
  private static final String SPOOFED = "udp 10.0.0.8:40000 > 10.0.0.1:53";
  private static final String MAIL = "tcp 10.0.0.7:40000 > 192.0.2.1:25";
  private static final String TO_OTHERS = SSH + " dst-mac 02:00:00:00:00:02";

  private static final CompiledAssert WEB = assertThat(Subjects.web());

  @Test
  void isAccepted() {
    WEB.toGuest(SSH).isAccepted();
    WEB.fromGuest("arp who-has 10.0.0.1 tell 10.0.0.7").isAccepted();
    assertFailsWith("is-accepted", () -> WEB.as("telnet").toGuest(TELNET).isAccepted());
  }

  @Test
  void isDropped() {
    WEB.toGuest(TELNET).isDropped();
    WEB.fromGuest(SPOOFED).isDropped();
    assertFailsWith("is-dropped", () -> WEB.toGuest(SSH).isDropped());
  }

  @Test
  void whatIsLostWithoutARuleIsNotDropped() {
    WEB.toGuest(TO_OTHERS).isNotAccepted();
    assertFailsWith("is-dropped-without-a-rule", () -> WEB.toGuest(TO_OTHERS).isDropped());
  }

  @Test
  void isRejected() {
    WEB.fromGuest(MAIL).isRejected();
    assertFailsWith("is-rejected", () -> WEB.toGuest(TELNET).isRejected());
  }

  @Test
  void isNotAccepted() {
    WEB.fromGuest(MAIL).isNotAccepted();
    WEB.toGuest(TELNET).isNotAccepted();
    assertFailsWith("is-not-accepted", () -> WEB.toGuest(SSH).isNotAccepted());
  }

  @Test
  void isUndecided() {
    CompiledAssert limited =
        assertThat(Subjects.compiled(Subjects.filter("limited.xml"), "10.0.0.7"));
    limited.toGuest(SSH).isUndecided();
    assertFailsWith("is-undecided", () -> WEB.toGuest(SSH).isUndecided());
    assertFailsWith("is-dropped-undecided", () -> limited.toGuest(SSH).isDropped());
    assertFailsWith("is-not-accepted-undecided", () -> limited.toGuest(SSH).isNotAccepted());
  }

  @Test
  void isDroppedBy() {
    WEB.toGuest(TELNET).isDroppedBy("web", 15);
    WEB.fromGuest("tcp 10.0.0.7:40000 > 10.0.0.1:23").isDroppedBy("web", 15);
    assertFailsWith("is-dropped-by", () -> WEB.toGuest(TELNET).isDroppedBy("web", 12));
    assertFailsWith("is-dropped-by-other", () -> WEB.toGuest(TELNET).isDroppedBy("mail", 15));
  }

  @Test
  void packetsAreTakenAsTheyAre() {
    WEB.fromGuest(Packet.parse("udp 10.0.0.7:40000 > 10.0.0.1:53")).isDropped();
    WEB.fromGuest("udp 10.0.0.7:40000 > 10.0.0.1:53").isAccepted();
  }

  @Test
  void networksDecideToo() {
    Network lan =
        Network.builder("lan")
            .bridge("virbr7")
            .forward(ForwardMode.NAT)
            .address("10.0.0.1/24")
            .build();
    assertFailsWith(
        "on-network",
        () -> WEB.onNetwork(lan).toGuest("tcp 10.1.2.3:40000 > 10.0.0.7:22").isAccepted());
    WEB.onNetwork(lan).toGuest("tcp 10.0.0.1:40000 > 10.0.0.7:22").isAccepted();
  }
}
