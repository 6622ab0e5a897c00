package io.nwfilter.netfilter.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.netfilter.text.TextSource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {

  private static List<Match> matches(String words) {
    String rule = words == null ? "" : words + " ";
    Change change =
        RestoreText.read(
            Family.IPV4,
            TextSource.text("*filter\n-A INPUT " + rule + "-j ACCEPT\nCOMMIT\n", "conditions"));
    return change.edits().stream()
        .filter(Edit.Append.class::isInstance)
        .flatMap(edit -> ((Edit.Append) edit).rules().stream())
        .findFirst()
        .orElseThrow()
        .matches();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "                       |                          | false",
        "-p udp                 |                          | false",
        "-p udp                 | -p tcp                   | true",
        "-p udp                 | -p udp                   | false",
        "-p udp                 | ! -p udp                 | true",
        "! -p udp               | ! -p tcp                 | false",
        "-s 10.0.0.0/8          | -s 10.1.0.0/16           | false",
        "-s 10.0.0.0/8          | -s 11.0.0.0/8            | true",
        "-s 10.0.0.0/8          | -d 11.0.0.0/8            | false",
        "-s 10.1.0.0/16         | ! -s 10.0.0.0/8          | true",
        "-s 10.0.0.0/8          | ! -s 10.1.0.0/16         | false",
        "-i eth0                | -i eth1                  | true",
        "-i eth0                | ! -i eth0                | true",
        "-i eth0                | -o eth1                  | false",
        "-p tcp --dport 1:100   | -p tcp --dport 100       | false",
        "-p tcp --dport 1:100   | -p tcp --dport 101       | true",
        "-p tcp --dport 22      | -p udp --dport 22        | true",
        "-i lo                  | -m physdev --physdev-in vnet3 | true",
        "-i lo                  | -m physdev ! --physdev-in vnet3 | false",
        "-i l+                  | -m physdev --physdev-in vnet3 | false",
        "-i br0 -o br1          | -m physdev --physdev-is-bridged | true",
        "! -i br0 -o br0        | -m physdev --physdev-is-bridged | true",
        "-i br0 -o br0          | -m physdev --physdev-is-bridged | false",
        "-i br0 -o br1          | -m physdev --physdev-in vnet3 | false",
        "-p tcp --tcp-option 2  | -p tcp --tcp-option 3    | false",
        "-p tcp --tcp-option 2  | -p tcp ! --tcp-option 2  | false",
      })
  void disjoint(String some, String others, boolean expected) {
    assertEquals(expected, Conditions.areDisjoint(matches(some), matches(others)));
    assertEquals(expected, Conditions.areDisjoint(matches(others), matches(some)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "                       |                          | true",
        "                       | -p udp                   | true",
        "-p udp                 |                          | false",
        "-p udp                 | -p udp -i eth0           | true",
        "-p udp -i eth0         | -p udp                   | false",
        "-s 10.0.0.0/8          | -s 10.1.0.0/16           | true",
        "-s 10.1.0.0/16         | -s 10.0.0.0/8            | false",
        "! -s 10.1.0.0/16       | ! -s 10.0.0.0/8          | true",
        "! -s 10.0.0.0/8        | ! -s 10.1.0.0/16         | false",
        "! -s 10.0.0.0/8        | -s 11.0.0.0/8            | true",
        "! -s 10.0.0.0/8        | -s 10.1.0.0/16           | false",
        "-s 11.0.0.0/8          | ! -s 10.0.0.0/8          | false",
        "-p tcp --dport 1:100   | -p tcp --dport 22        | true",
        "-p tcp --dport 22      | -p tcp --dport 1:100     | false",
        "-m mark --mark 7       | -m mark --mark 7 -p tcp  | true",
      })
  void implied(String wide, String narrow, boolean expected) {
    assertEquals(expected, Conditions.areImplied(matches(wide), matches(narrow)));
  }
}
