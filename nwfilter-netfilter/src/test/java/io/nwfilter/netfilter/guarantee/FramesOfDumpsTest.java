package io.nwfilter.netfilter.guarantee;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.query.GuestVariables;
import io.nwfilter.netfilter.query.PacketQuery;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of hops and of frames for others, on hosts that are known from dumps. */
class FramesOfDumpsTest {

  private static final String FILTER =
      """
      *filter
      :INPUT ACCEPT
      :FORWARD ACCEPT
      :OUTPUT ACCEPT
      """;

  private static void assertProof(
      Class<? extends Proof> expected, String tool, String rules, String query) {
    Subject subject = DumpedHost.of(tool, FILTER + rules);
    Requirement requirement =
        new Requirement(
            Requirement.Kind.NEVER, PacketQuery.parse(query, GuestVariables.of(subject.guest())));
    Proof proof = Prover.of(subject).prove(requirement.statement(subject));
    assertEquals(expected, proof.getClass(), () -> query + ": " + proof);
  }

  private static Class<? extends Proof> proof(boolean holds) {
    return holds ? Proof.Proved.class : Proof.Refuted.class;
  }

  /** A bridge takes no hop away; a router takes one before rules see the packet. */
  @ParameterizedTest
  @CsvSource({
    "to-vm ip ttl 5,            true",
    "to-vm ip ttl 6,            false",
    "to-vm ip ttl 3-5,          false",
    "from-vm at outside ip ttl 5, false",
    "from-vm at outside ip ttl 6, true",
  })
  void hopsAreThoseWithWhichPacketsEnter(String query, boolean holds) {
    assertProof(proof(holds), "iptables", "-A FORWARD -m ttl --ttl-eq 5 -j DROP\n", query);
  }

  /** Where it is learned, a sender is not at another port. */
  @ParameterizedTest
  @CsvSource({
    "from-vm src-mac 52:54:00:00:00:77,                            true",
    "from-vm src-mac 52:54:00:00:00:78 dst-mac 52:54:00:00:00:79,  false",
    "from-vm dst-mac 52:54:00:00:00:77,                            false",
  })
  void noReceiverIsAtAnotherPortThanItself(String query, boolean holds) {
    assertProof(
        proof(holds),
        "ebtables",
        """
        -A INPUT -s 52:54:00:00:00:77 -j DROP
        -A FORWARD -s 52:54:00:00:00:77 -d ! 52:54:00:00:00:77 -j DROP
        """,
        query);
  }

  /** The interface takes only frames for the host. */
  @ParameterizedTest
  @CsvSource({
    "from-network dst-mac 52:54:00:9f:80:45,       true",
    "from-network dst-mac 02:00:00:00:00:02,       false",
    "from-network dst-mac != 52:54:00:9f:80:45,    false",
  })
  void framesForGuestsAreNotTakenFromNetworks(String query, boolean holds) {
    assertProof(proof(holds), "iptables", "-A INPUT -j ACCEPT\n", query);
  }
}
