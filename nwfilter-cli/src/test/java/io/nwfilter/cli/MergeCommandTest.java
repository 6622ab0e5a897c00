package io.nwfilter.cli;

import static io.nwfilter.cli.Inputs.domain;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A host's own rules and libvirt's, after events that the command line names. */
class MergeCommandTest extends MergeScene {

  private static final String EMPTY =
      """
      # iptables-save
      *filter
      :INPUT ACCEPT [0:0]
      :FORWARD ACCEPT [0:0]
      :OUTPUT ACCEPT [0:0]
      COMMIT
      """;

  private static String removed(String added) {
    return added.replaceAll("(?m)^\\+", "-");
  }

  @Test
  void theDaemonStartsAndStops() {
    assertEquals(
        """
        ## after daemon-start
        ## after daemon-stop
        ## after daemon-restart
        ## after daemon-reload
        ## after daemon-stop
        ## after daemon-start
        """,
        old(
            "daemon-start",
            "daemon-stop",
            "daemon-restart",
            "daemon-reload",
            "daemon-stop",
            "daemon-start"));
  }

  @Test
  void aNetworkStartsAndStops() {
    assertEquals(
        "## after start="
            + lab
            + "\n"
            + labStarted()
            + "## after stop=lab\n"
            + removed(labStarted()),
        old("--diff", "start=" + lab, "stop=lab"));
  }

  @Test
  void everyRuleIsThereAgainAfterARestart() {
    String flushed = removed(labStarted());

    for (String again : List.of("daemon-restart", "daemon-reload")) {
      assertEquals(
          "## after start="
              + lab
              + "\n"
              + labStarted()
              + "## after run=iptables -F\n"
              + flushed
              + "## after "
              + again
              + "\n"
              + labStarted(),
          old("--diff", "start=" + lab, "run=iptables -F", again));
    }
  }

  @Test
  void aMachineStartsAndStops() {
    String started =
        """
        # ebtables
        table nat, chain PREROUTING
        + GUEST:4: -A PREROUTING -i vnet4 -j libvirt-I-vnet4
        table nat, chain libvirt-I-vnet4
        + chain libvirt-I-vnet4
        + QUIET:2: -A libvirt-I-vnet4 -p LLDP -j DROP
        """
            .replace("GUEST", guest.toString())
            .replace("QUIET", filters.resolve("quiet.xml").toString());
    String stopped =
        """
        # ebtables
        table nat, chain PREROUTING
        - GUEST:4: -A PREROUTING -i vnet4 -j libvirt-I-vnet4
        table nat, chain libvirt-I-vnet4
        - chain libvirt-I-vnet4
        - QUIET:2: -A libvirt-I-vnet4 -p LLDP -j DROP
        """
            .replace("GUEST", guest.toString())
            .replace("QUIET", filters.resolve("quiet.xml").toString());

    assertEquals(
        "## after start=" + guest + "\n" + started + "## after stop=guest\n" + stopped,
        run(Stream.of("--diff", "start=" + guest, "stop=guest")).compiled());
    assertEquals(
        "## after start=" + guest + "\n" + started + "## after stop=vnet4\n" + stopped,
        run(Stream.of("--diff", "start=" + guest, "stop=vnet4")).compiled());
  }

  @Test
  void aBindingStartsAndStops() {
    assertEquals(
        List.of(
            "## after start=" + binding,
            "# ebtables",
            "table nat, chain PREROUTING",
            "+ " + binding + ":1: -A PREROUTING -i vnet5 -j libvirt-I-vnet5",
            "table nat, chain libvirt-I-vnet5",
            "+ chain libvirt-I-vnet5",
            "+ " + filters.resolve("quiet.xml") + ":2: -A libvirt-I-vnet5 -p LLDP -j DROP",
            "## after stop=vnet5",
            "# ebtables",
            "table nat, chain PREROUTING",
            "- " + binding + ":1: -A PREROUTING -i vnet5 -j libvirt-I-vnet5",
            "table nat, chain libvirt-I-vnet5",
            "- chain libvirt-I-vnet5",
            "- " + filters.resolve("quiet.xml") + ":2: -A libvirt-I-vnet5 -p LLDP -j DROP"),
        run(Stream.of("--diff", "start=" + binding, "stop=vnet5")).compiled().lines().toList());
  }

  /** It has no rules, but it runs. */
  @Test
  void aMachineWithoutAFilterStartsAndStops() {
    write(guest, domain(""));

    assertEquals(
        "## after start=" + guest + "\n## after stop=guest\n", old("start=" + guest, "stop=guest"));
  }

  @Test
  void scriptsRun() {
    assertEquals(
        "## after script="
            + script
            + "\n"
            + EMPTY.replace("COMMIT\n", "-A INPUT -p sctp -j DROP\nCOMMIT\n"),
        old("script=" + script));
    assertEquals(
        """
        ## after run=iptables -A INPUT -p sctp -j DROP
        # iptables
        table filter, chain INPUT
        + <event 1>:1: -A INPUT -p sctp -j DROP
        ## after run=ip6tables -P INPUT DROP
        # ip6tables
        table filter, chain INPUT
        - policy ACCEPT
        + policy DROP
        ## after run=ebtables -t nat -N mine
        # ebtables
        table nat, chain mine
        + chain mine
        ## after run=iptables -D INPUT 1
        # iptables
        table filter, chain INPUT
        - <event 1>:1: -A INPUT -p sctp -j DROP
        """,
        old(
            "--diff",
            "run=iptables -A INPUT -p sctp -j DROP",
            "run=ip6tables -P INPUT DROP",
            "run=ebtables -t nat -N mine",
            "run=iptables -D INPUT 1"));
  }

  @Test
  void scriptsAreReadFromStandardInput() {
    assertEquals(
        "## after script=-\n" + EMPTY.replace("COMMIT\n", "-A INPUT -p sctp -j DROP\nCOMMIT\n"),
        CommandRun.reading("iptables -A INPUT -p sctp -j DROP\n", "merge", "script=-").compiled());
  }

  @Test
  void wholeTablesAreRestored() {
    assertEquals(
        "## after start="
            + lab
            + "\n"
            + labStarted()
            + "## after restore="
            + own
            + "\n"
            + """
            # iptables
            table filter, chain INPUT
            - policy ACCEPT
            + policy DROP
            - LAB:1: -A INPUT -i virbr1 -p udp -m udp --dport 53 -j ACCEPT
            - LAB:1: -A INPUT -i virbr1 -p tcp -m tcp --dport 53 -j ACCEPT
            - LAB:1: -A INPUT -i virbr1 -p udp -m udp --dport 67 -j ACCEPT
            - LAB:1: -A INPUT -i virbr1 -p tcp -m tcp --dport 67 -j ACCEPT
            + OWN:6: -A INPUT -i lo -j ACCEPT
            table filter, chain FORWARD
            - LAB:1: -A FORWARD -i virbr1 -o virbr1 -j ACCEPT
            - LAB:1: -A FORWARD -o virbr1 -j REJECT --reject-with icmp-port-unreachable
            - LAB:1: -A FORWARD -i virbr1 -j REJECT --reject-with icmp-port-unreachable
            """
                .replace("LAB", lab.toString())
                .replace("OWN", own.toString()),
        old("--diff", "start=" + lab, "restore=" + own));
  }

  @Test
  void firewalldDeletesTheHostsRules() {
    assertEquals(
        """
        ## after run=ebtables -A FORWARD -p ARP -j DROP
        # ebtables
        table filter, chain FORWARD
        + <event 1>:1: -A FORWARD -p ARP -j DROP
        ## after firewalld-reload
        # ebtables
        table filter, chain FORWARD
        - <event 1>:1: -A FORWARD -p ARP -j DROP
        # iptables
        table filter, chain INPUT
        - OWN:6: -A INPUT -i lo -j ACCEPT
        """
            .replace("OWN", own.toString()),
        old(
            "--existing",
            own,
            "--diff",
            "run=ebtables -A FORWARD -p ARP -j DROP",
            "firewalld-reload"));
    assertEquals(
        "## after start=" + lab + "\n" + labStarted() + "## after firewalld-reload\n",
        old("--diff", "start=" + lab, "firewalld-reload"));
    assertEquals(
        "## after start="
            + lab
            + "\n"
            + labStarted()
            + "## after daemon-stop\n"
            + "## after firewalld-reload\n"
            + removed(labStarted())
            + "## after daemon-start\n"
            + labStarted(),
        old("--diff", "start=" + lab, "daemon-stop", "firewalld-reload", "daemon-start"));
  }

  @Test
  void existingRulesComeAfterThoseThatLibvirtInserts() {
    assertEquals(
        "## after start="
            + lab
            + "\n"
            + """
            # iptables-save
            *filter
            :INPUT DROP [0:0]
            :FORWARD ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            -A INPUT -i virbr1 -p udp -m udp --dport 53 -j ACCEPT
            -A INPUT -i virbr1 -p tcp -m tcp --dport 53 -j ACCEPT
            -A INPUT -i virbr1 -p udp -m udp --dport 67 -j ACCEPT
            -A INPUT -i virbr1 -p tcp -m tcp --dport 67 -j ACCEPT
            -A INPUT -i lo -j ACCEPT
            -A FORWARD -i virbr1 -o virbr1 -j ACCEPT
            -A FORWARD -o virbr1 -j REJECT --reject-with icmp-port-unreachable
            -A FORWARD -i virbr1 -j REJECT --reject-with icmp-port-unreachable
            COMMIT
            ## the host's policies that libvirt's rules overrule
            # iptables, table filter: policy DROP of INPUT
            #   not where it meets LAB:1: -A INPUT -i virbr1 -p udp -m udp --dport 53 -j ACCEPT
            #   not where it meets LAB:1: -A INPUT -i virbr1 -p tcp -m tcp --dport 53 -j ACCEPT
            #   not where it meets LAB:1: -A INPUT -i virbr1 -p udp -m udp --dport 67 -j ACCEPT
            #   not where it meets LAB:1: -A INPUT -i virbr1 -p tcp -m tcp --dport 67 -j ACCEPT
            """
                .replace("LAB", lab.toString()),
        old("--existing", own, "start=" + lab));
  }

  @Test
  void onlyTheLastEventsRulesArePrinted() {
    String both = old("--existing", own, "start=" + lab, "run=iptables -P FORWARD DROP");

    assertEquals(
        both.substring(both.indexOf("## after run")),
        old("--existing", own, "--last", "start=" + lab, "run=iptables -P FORWARD DROP"));
  }

  /** What runs before the first event has its rules in the dump. */
  @Test
  void runningDocumentsHaveTheirRulesAlready() {
    String started = old("--existing", own, "--last", "start=" + lab);
    Path saved = directory.resolve("saved");
    write(saved, started.lines().skip(1).collect(Collectors.joining("\n", "", "\n")));

    assertEquals(
        "## after stop=lab\n# iptables-save\n"
            + OWN.lines().skip(1).collect(Collectors.joining("\n", "", "\n")),
        old("--existing", saved, "--running", lab, "stop=lab"));
    assertEquals(
        lab + ":1:1: error: impossible-event: network 'lab' is running already\n",
        refused("--running", lab, "start=" + lab));
    assertEquals("## after stop=guest\n", old("--running", guest, "stop=guest"));
  }

  @Test
  void overruledRulesAreToldLast() {
    String printed =
        old(
            "--diff",
            "run=iptables -A INPUT -p udp -j DROP",
            "run=iptables -A INPUT -i virbr1 -p tcp --dport 53 -j DROP",
            "start=" + lab,
            "run=iptables -I FORWARD -o virbr1 -j DROP");

    assertEquals(
        """
        ## the host's rules that libvirt's overrule
        # iptables, table filter, from INPUT: <event 1>:1: -A INPUT -p udp -j DROP
        #   not where it meets LAB:1: -A INPUT -i virbr1 -p udp -m udp --dport 53 -j ACCEPT
        #   not where it meets LAB:1: -A INPUT -i virbr1 -p udp -m udp --dport 67 -j ACCEPT
        # iptables, table filter, from INPUT: <event 2>:1: -A INPUT -i virbr1 -p tcp -m tcp --dport 53 -j DROP
        #   never, because of LAB:1: -A INPUT -i virbr1 -p tcp -m tcp --dport 53 -j ACCEPT
        ## libvirt's rules that the host's overrule
        # iptables, table filter, from FORWARD: LAB:1: -A FORWARD -i virbr1 -o virbr1 -j ACCEPT
        #   never, because of <event 4>:1: -A FORWARD -o virbr1 -j DROP
        # iptables, table filter, from FORWARD: LAB:1: -A FORWARD -o virbr1 -j REJECT --reject-with icmp-port-unreachable
        #   never, because of <event 4>:1: -A FORWARD -o virbr1 -j DROP
        # iptables, table filter, from FORWARD: LAB:1: -A FORWARD -i virbr1 -j REJECT --reject-with icmp-port-unreachable
        #   not where it meets <event 4>:1: -A FORWARD -o virbr1 -j DROP
        """
            .replace("LAB", lab.toString()),
        printed.substring(printed.indexOf("## the host's rules")));
  }

  @Test
  void overruledPoliciesAreTold() {
    String printed =
        old(
            "--diff",
            "run=iptables -P FORWARD DROP",
            "run=ip6tables -P INPUT DROP",
            "start=" + lab);

    assertEquals(
        """
        ## the host's policies that libvirt's rules overrule
        # iptables, table filter: policy DROP of FORWARD
        #   not where it meets LAB:1: -A FORWARD -i virbr1 -o virbr1 -j ACCEPT
        """
            .replace("LAB", lab.toString()),
        printed.substring(printed.indexOf("## the host's policies")));
  }

  @Test
  void jumpsToLibvirtsChainsHaveNoPlace() {
    assertEquals(
        List.of("+ -A INPUT -j LIBVIRT_INP", "+ -A OUTPUT -j LIBVIRT_OUT"),
        run(Stream.of("--diff", "start=" + lab))
            .compiled()
            .lines()
            .filter(line -> line.matches(". -A (INPUT|OUTPUT) .*"))
            .distinct()
            .toList());
  }

  @Test
  void warningsAreOnStandardError() {
    CommandRun run = run(Stream.of("--last", "start=" + lab, "run=iptables -F INPUT"));

    assertEquals(0, run.status());
    assertEquals(
        lab
            + ":1:1: warning: chain-not-entered: no rule jumps to chain 'LIBVIRT_INP' of iptables,"
            + " table 'filter', any more: its rules for network 'lab' do nothing\n",
        run.err());
  }

  @Test
  void ofTwoProgramsWithoutALockOneLosesItsChanges() {
    String log = "lost=run=iptables -A INPUT -j LOG";
    String translation = "lost=run=iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE";

    assertEquals(
        "## after " + log + " start=" + lab + "\n" + labStarted(),
        old("--diff", log, "start=" + lab));
    assertEquals(
        "## after "
            + translation
            + " start="
            + lab
            + """

            # iptables
            table nat, chain POSTROUTING
            + <event 1>:1: -A POSTROUTING -o eth0 -j MASQUERADE
            """
            + labStarted().replace("# iptables\n", ""),
        old("--diff", translation, "start=" + lab));
  }

  @Test
  void scriptsGoOnAfterFailuresAndRestoreFiles() {
    write(
        script,
        """
        echo 1 > /proc/sys/net/ipv4/ip_forward
        iptables -D INPUT -p sctp -j ACCEPT
        iptables-restore < OWN
        iptables -A INPUT -p tcp --dport ssh \\
          -s 10.0.0.1,10.0.0.2 -j ACCEPT
        """
            .replace("OWN", own.toString()));
    CommandRun run = run(Stream.of("--last", "script=" + script));

    assertEquals(0, run.status());
    assertEquals(
        "## after script="
            + script
            + "\n"
            + EMPTY
                .replace("INPUT ACCEPT", "INPUT DROP")
                .replace(
                    "COMMIT\n",
                    """
                    -A INPUT -i lo -j ACCEPT
                    -A INPUT -s 10.0.0.1/32 -p tcp -m tcp --dport 22 -j ACCEPT
                    -A INPUT -s 10.0.0.2/32 -p tcp -m tcp --dport 22 -j ACCEPT
                    COMMIT
                    """),
        run.out());
    assertEquals(
        script
            + ":1:1: warning: script-lines-skipped: skipped, as they change no rules: echo\n"
            + script
            + ":2:1: warning: script-command-failed: the command fails, and the script goes on:"
            + " chain 'INPUT' has no such rule\n",
        run.err());
  }
}
