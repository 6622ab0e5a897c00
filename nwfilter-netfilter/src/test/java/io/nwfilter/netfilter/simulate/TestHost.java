package io.nwfilter.netfilter.simulate;

import com.google.common.base.Splitter;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A host with the bridge br0 (10.0.0.1, MAC …:fe), the guests vnet0 to vnet2 on it (10.0.0.11 to
 * 13, MAC …:01 to …:03), and the network 192.168.9.0/24 behind out0.
 */
final class TestHost {

  /** Ends of frames of the first guest, to the second and to the host. */
  static final String TO_GUEST = " src-mac 52:54:00:00:00:01 dst-mac 52:54:00:00:00:02";

  static final String TO_HOST = " src-mac 52:54:00:00:00:01 dst-mac 52:54:00:00:00:fe";
  static final String BACK = " src-mac 52:54:00:00:00:02 dst-mac 52:54:00:00:00:01";

  private TestHost() {}

  static Situation.Builder situation() {
    Situation.Builder situation =
        Situation.builder()
            .bridge("br0", "vnet0", "vnet1", "vnet2")
            .mac("br0", mac(0xfe))
            .address("br0", "10.0.0.1/24")
            .address("br0", "fd00::1/64")
            .address("out0", "192.168.9.1/24")
            .neighbor("192.168.9.2", mac(9));
    for (int i = 0; i < 3; i++) {
      situation.learned("vnet" + i, mac(i + 1)).neighbor("10.0.0.1" + (i + 1), mac(i + 1));
    }
    return situation;
  }

  static MacAddress mac(int number) {
    return new MacAddress(0x5254_0000_0000L + number);
  }

  static Ruleset rules(Family family, String... lines) {
    return SaveText.read(family, TextSource.text(String.join("\n", lines) + "\n", "rules"));
  }

  /** {@return rules in one table; chains that are not declared are those of the table} */
  static Ruleset table(Family family, String table, String... lines) {
    List<String> text = new ArrayList<>();
    text.add("*" + table);
    text.addAll(List.of(lines));
    if (family != Family.BRIDGE) {
      text.add("COMMIT");
    }
    return rules(family, text.toArray(new String[0]));
  }

  /** {@return rules of the chain FORWARD of a table, from a text with semicolons between them} */
  static Ruleset forward(Family family, String table, String rules) {
    List<String> lines = new ArrayList<>(List.of(":FORWARD ACCEPT [0:0]"));
    for (String rule : Splitter.on(';').trimResults().split(rules)) {
      lines.add("-A FORWARD " + rule);
    }
    return table(family, table, lines.toArray(new String[0]));
  }

  static Simulator with(Ruleset... rulesets) {
    return Simulator.of(situation().build(), rulesets);
  }

  static Explanation run(Simulator host, String packet, Entry entry) {
    Explanation explanation = host.run(Packet.parse(packet), entry);
    Fate fast = host.fate(Packet.parse(packet), entry);
    if (fast != explanation.fate()) {
      throw new AssertionError("without a record: " + fast + ", with one: " + explanation.fate());
    }
    return explanation;
  }

  static String trace(Simulator host, String packet, Entry entry) {
    return TraceText.of(run(host, packet, entry));
  }
}
