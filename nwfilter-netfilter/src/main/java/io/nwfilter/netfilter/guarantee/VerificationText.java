package io.nwfilter.netfilter.guarantee;

import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.netfilter.explain.ExplanationText;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.simulate.Explanation;
import java.util.List;

/**
 * The result of a verification as text: a line, and below it the packets that refute the guarantee,
 * each with the rule that decides on it.
 *
 * <pre>
 * no-foreign-source-mac: fails: a packet arrives that should not
 *   ether src-mac 02:00:00:00:00:03, from port vnet0
 *     arrives at port others, accepted by the policy of ebtables, table nat, chain POSTROUTING
 * </pre>
 */
public final class VerificationText {

  private static final String HIDDEN =
      "with an authentication header (ah), after which ip6tables does not look: the protocol is 51";

  private VerificationText() {}

  /**
   * {@return the text}
   *
   * @param guarantee the guarantee
   * @param result whether it holds
   */
  public static String of(Guarantee guarantee, Verification result) {
    String name = guarantee.name() + ": ";
    if (result instanceof Verification.Holds holds) {
      return name
          + "holds, checked by %s of %s\n".formatted(holds.checks(), packets(holds.tries()));
    } else if (result instanceof Verification.Vacuous vacuous) {
      return name + "vacuous, checked by none of " + packets(vacuous.tries()) + "\n";
    } else if (result instanceof Verification.NotApplicable nothing) {
      return name + "does not apply: " + nothing.reason() + "\n";
    } else if (result instanceof Verification.Depends depends) {
      return name + "depends on what is not known\n" + packets(List.of(depends.explanation()));
    }
    Verification.Fails fails = (Verification.Fails) result;
    return name + "fails: " + fails.problem() + "\n" + packets(fails.sent());
  }

  /** {@return whether rules of IPv6 do not see which protocol a packet has} */
  private static boolean isHidden(Packet packet) {
    return packet.has(Header.IPV6)
        && packet.layer(LayerType.AH).isPresent()
        && packet.value(Field.IP_PROTOCOL).isPresent();
  }

  private static String packets(int count) {
    return count == 1 ? "1 packet" : count + " packets";
  }

  /** {@return packets, each with what becomes of it} */
  static String packets(List<Explanation> sent) {
    StringBuilder out = new StringBuilder();
    for (Explanation explanation : sent) {
      String packet = explanation.packet() + ", from " + explanation.entry();
      out.append("  ").append(Diagnostic.printable(packet)).append('\n');
      if (isHidden(explanation.packet())) {
        out.append("    ").append(HIDDEN).append('\n');
      }
      ExplanationText.result(explanation)
          .lines()
          .forEach(line -> out.append("    ").append(line).append('\n'));
    }
    return out.toString();
  }
}
