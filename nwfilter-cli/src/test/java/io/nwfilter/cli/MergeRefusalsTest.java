package io.nwfilter.cli;

import static io.nwfilter.cli.Inputs.domain;
import static io.nwfilter.cli.Inputs.filterRef;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that cannot happen, and what is no event. */
class MergeRefusalsTest extends MergeScene {

  @Test
  void networksCannotStartWithoutTheChains() {
    Path second = directory.resolve("second.xml");
    write(
        second,
        "<network><name>second</name><bridge name='virbr2'/>"
            + "<ip address='10.0.2.1' prefix='24'/></network>\n");

    assertEquals(
        second
            + ":1:1: error: chains-deleted: network 'second' cannot start: chain 'LIBVIRT_INP' was"
            + " deleted after libvirt had made it\n",
        refused("start=" + lab, "run=iptables -F", "run=iptables -X", "start=" + second));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "daemon-start daemon-start | 2: daemon-start | libvirt is running already",
        "daemon-reload daemon-start | 2: daemon-start | libvirt is running already",
        "daemon-stop daemon-stop | 2: daemon-stop | libvirt is not running",
        "daemon-stop daemon-reload | 2: daemon-reload | libvirt is not running",
        "daemon-stop start=LAB | 2: start=LAB | libvirt is not running",
        "stop=lab | 1: stop=lab | no network, machine or interface 'lab' is running",
        "start=LAB stop=lab stop=lab | 3: stop=lab | no network, machine or interface 'lab' is"
            + " running",
        "start=LAB stop=labs | 2: stop=labs | no network, machine or interface 'labs' is running;"
            + " did you mean 'lab'?",
      })
  void eventsThatCannotHappen(String events, String place, String message) {
    assertEquals(
        "<event " + named(place) + ">: error: impossible-event: " + message + "\n",
        refused((Object[]) named(events).split(" ", -1)));
  }

  private String named(String words) {
    return words.replace("LAB", lab.toString()).replace("GUEST", guest.toString());
  }

  @Test
  void whatRunsCannotStart() {
    assertEquals(
        lab + ":1:1: error: impossible-event: network 'lab' is running already\n",
        refused("start=" + lab, "start=" + lab));
    assertEquals(
        guest + ":1:1: error: impossible-event: machine 'guest' runs already\n",
        refused("start=" + guest, "start=" + guest));
    assertEquals(
        binding + ":1:1: error: impossible-event: interface 'vnet5' has a filter already\n",
        refused("start=" + binding, "start=" + binding));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "daemon-strat | 'daemon-strat' is not an event; did you mean 'daemon-start'?",
        "frobnicate | 'frobnicate' is not an event",
        "halt=lab | 'halt=lab' is not an event",
        "start | 'start' is not an event: write start=…",
        "stop= | 'stop=' says nothing after the equals sign",
        "lost= | 'lost=' says nothing after the equals sign",
        "lost=daemon-stop | 'lost=daemon-stop' is not followed by another event",
        "lost=daemon-strat | 'daemon-strat' is not an event; did you mean 'daemon-start'?",
      })
  void wordsThatNameNoEvent(String word, String message) {
    assertEquals(message, bad(word));
    assertEquals(message, bad("start=" + lab, word));
  }

  @Test
  void badUsage() {
    assertEquals("Missing required parameter: 'EVENT'", bad());
    assertEquals("--diff and --last exclude each other", bad("--diff", "--last", "daemon-start"));
    assertEquals(
        "--existing: %s and %s are both of iptables".formatted(own, own),
        bad("--existing", own, "--existing", own, "daemon-start"));
    assertEquals(
        "Invalid value for option '--libvirt': '5.0' is not one of 0.8, 9.0, 11.3, 12.8, which"
            + " are the releases that were seen; the nearest is 9.0, and what differs from it is"
            + " not known",
        bad("--libvirt=5.0", "daemon-start"));
  }

  @Test
  void oneNameOfTwoKindsIsBadUsage() {
    write(guest, domain(filterRef("quiet")).replace("<name>guest<", "<name>lab<"));

    assertEquals(
        "both a network and a machine are named 'lab'",
        bad("start=" + lab, "start=" + guest, "stop=lab"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"start=", "--running="})
  void missingDocuments(String option) {
    Path missing = directory.resolve("missing");

    assertEquals(
        missing + ": error: unreadable: cannot be read: there is no such file or directory\n",
        refused(option + missing, "daemon-start"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"script=", "restore=", "--existing="})
  void missingRules(String option) {
    Path missing = directory.resolve("missing");

    assertEquals(
        missing
            + ": error: rules-unreadable: the rules cannot be read: there is no such file or"
            + " directory\n",
        refused(option + missing, "daemon-start"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"restore=", "--existing="})
  void dumpsWithSyntaxErrors(String option) {
    write(own, OWN.replace("-i lo", "-p bogus"));

    assertEquals(
        own + ":6:10: error: illegal-option-value: -p: 'bogus' is not a protocol\n",
        refused("start=" + lab, option + own));
  }

  @Test
  void scriptsWithErrors() {
    write(script, "iptables -A INPUT -p sctp -j DROP\niptables -A INPUT $RULE\n");
    assertEquals(
        script
            + ":2:19: error: rules-syntax: '$' needs a shell: run the script in a network namespace"
            + " (ip netns exec), and restore the rules that iptables-save prints there\n",
        refused("start=" + lab, "script=" + script));

    write(script, "iptables -A INPUT -p sctp -j DROP\n\niptables -A INPUT -o eth0 -j DROP\n");
    assertEquals(
        script
            + ":3:1: error: rule-refused: iptables does not take this: -o is allowed only in"
            + " FORWARD, OUTPUT, not in INPUT\n",
        refused("start=" + lab, "script=" + script));

    assertEquals(
        "<event 2>:1:1: error: rules-syntax: 'nft' is not iptables, ip6tables or ebtables\n",
        refused("start=" + lab, "run=nft flush ruleset"));
  }

  @Test
  void dumpsThatNoKernelHas() {
    write(own, OWN.replace("-A INPUT", ":a - [0:0]\n-A INPUT -j a\n-A a -j a\n-A INPUT"));
    String refused =
        "error: rule-refused: iptables does not take this: the jumps from INPUT go in a circle:"
            + " a → a\n";

    assertEquals(own + ":8:1: " + refused, refused("--existing=" + own, "daemon-start"));
    assertEquals(own + ":8:1: " + refused, refused("restore=" + own));
  }

  @Test
  void filtersDoNotStart() {
    assertEquals(
        filters.resolve("quiet.xml")
            + ":1:1: error: wrong-root: a filter by itself does not start: give its directory with"
            + " --filters, and start a <network>, <domain> or <filterbinding>\n",
        refused("start=" + filters.resolve("quiet.xml")));
  }
}
