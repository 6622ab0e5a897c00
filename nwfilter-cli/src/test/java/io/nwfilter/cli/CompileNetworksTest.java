package io.nwfilter.cli;

import static io.nwfilter.cli.Inputs.domain;
import static io.nwfilter.cli.Inputs.filterRef;
import static io.nwfilter.cli.Inputs.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks on the command line, alone and before machines, for either release. */
class CompileNetworksTest {

  private static final String ADDRESS = "<ip address='10.0.%s.1' prefix='24'/>";

  @TempDir private Path directory;
  private Path lab;
  private Path quiet;
  private Path guest;

  private static String network(String name, String body) {
    return "<network>\n  <name>" + name + "</name>\n  " + body + "\n</network>\n";
  }

  @BeforeEach
  void documents() {
    lab = directory.resolve("lab.xml");
    quiet = directory.resolve("quiet.xml");
    guest = directory.resolve("guest.xml");
    write(
        lab,
        network(
            "lab",
            "<forward mode='route'/>\n  <bridge name='virbr1'/>\n  " + ADDRESS.formatted(1)));
    write(quiet, network("quiet", "<bridge name='virbr2'/>" + ADDRESS.formatted(2)));
    write(guest, domain(filterRef("no-mac-spoofing")));
  }

  @Test
  void aLaterNetworkIsFirst() {
    assertEquals(
        """
        *filter
        :LIBVIRT_INP - [0:0]
        :LIBVIRT_OUT - [0:0]
        :LIBVIRT_FWX - [0:0]
        :LIBVIRT_FWI - [0:0]
        :LIBVIRT_FWO - [0:0]
        -I INPUT 1 -j LIBVIRT_INP
        -I OUTPUT 1 -j LIBVIRT_OUT
        -I FORWARD 1 -j LIBVIRT_FWX
        -I FORWARD 2 -j LIBVIRT_FWI
        -I FORWARD 3 -j LIBVIRT_FWO
        -A LIBVIRT_INP -i virbr2 -p udp -m udp --dport 53 -j ACCEPT
        -A LIBVIRT_INP -i virbr2 -p tcp -m tcp --dport 53 -j ACCEPT
        -A LIBVIRT_INP -i virbr2 -p udp -m udp --dport 67 -j ACCEPT
        -A LIBVIRT_INP -i virbr2 -p tcp -m tcp --dport 67 -j ACCEPT
        -A LIBVIRT_INP -i virbr1 -p udp -m udp --dport 53 -j ACCEPT
        -A LIBVIRT_INP -i virbr1 -p tcp -m tcp --dport 53 -j ACCEPT
        -A LIBVIRT_INP -i virbr1 -p udp -m udp --dport 67 -j ACCEPT
        -A LIBVIRT_INP -i virbr1 -p tcp -m tcp --dport 67 -j ACCEPT
        -A LIBVIRT_OUT -o virbr2 -p udp -m udp --dport 53 -j ACCEPT
        -A LIBVIRT_OUT -o virbr2 -p tcp -m tcp --dport 53 -j ACCEPT
        -A LIBVIRT_OUT -o virbr2 -p udp -m udp --dport 68 -j ACCEPT
        -A LIBVIRT_OUT -o virbr2 -p tcp -m tcp --dport 68 -j ACCEPT
        -A LIBVIRT_OUT -o virbr1 -p udp -m udp --dport 53 -j ACCEPT
        -A LIBVIRT_OUT -o virbr1 -p tcp -m tcp --dport 53 -j ACCEPT
        -A LIBVIRT_OUT -o virbr1 -p udp -m udp --dport 68 -j ACCEPT
        -A LIBVIRT_OUT -o virbr1 -p tcp -m tcp --dport 68 -j ACCEPT
        -A LIBVIRT_FWX -i virbr2 -o virbr2 -j ACCEPT
        -A LIBVIRT_FWX -i virbr1 -o virbr1 -j ACCEPT
        -A LIBVIRT_FWI -o virbr2 -j REJECT --reject-with icmp-port-unreachable
        -A LIBVIRT_FWI -d 10.0.1.0/24 -o virbr1 -j ACCEPT
        -A LIBVIRT_FWI -o virbr1 -j REJECT --reject-with icmp-port-unreachable
        -A LIBVIRT_FWO -i virbr2 -j REJECT --reject-with icmp-port-unreachable
        -A LIBVIRT_FWO -s 10.0.1.0/24 -i virbr1 -j ACCEPT
        -A LIBVIRT_FWO -i virbr1 -j REJECT --reject-with icmp-port-unreachable
        COMMIT
        *nat
        :LIBVIRT_PRT - [0:0]
        -I POSTROUTING 1 -j LIBVIRT_PRT
        COMMIT
        *mangle
        :LIBVIRT_PRT - [0:0]
        -I POSTROUTING 1 -j LIBVIRT_PRT
        COMMIT
        """,
        CommandRun.of("compile", "--format", "iptables-restore", lab, quiet).compiled());
  }

  @Test
  void anOldReleaseHasNoChainsForNetworks() {
    assertEquals(
        """
        *filter
        -I INPUT 1 -i virbr2 -p udp -m udp --dport 53 -j ACCEPT
        -I INPUT 2 -i virbr2 -p tcp -m tcp --dport 53 -j ACCEPT
        -I INPUT 3 -i virbr2 -p udp -m udp --dport 67 -j ACCEPT
        -I INPUT 4 -i virbr2 -p tcp -m tcp --dport 67 -j ACCEPT
        -I FORWARD 1 -i virbr2 -o virbr2 -j ACCEPT
        -I FORWARD 2 -o virbr2 -j REJECT --reject-with icmp-port-unreachable
        -I FORWARD 3 -i virbr2 -j REJECT --reject-with icmp-port-unreachable
        COMMIT
        """,
        CommandRun.of("compile", "--libvirt", "0.8", "--format=iptables-restore", quiet)
            .compiled());
  }

  @Test
  void machinesComeAfterNetworks() {
    String alone = CommandRun.of("compile", "--format", "ebtables-restore", guest).compiled();

    assertEquals(
        alone, CommandRun.of("compile", "--format", "ebtables-restore", guest, lab).compiled());
    assertEquals(
        CommandRun.of("compile", lab, guest).compiled(),
        CommandRun.of("compile", guest, lab).compiled());
  }

  @Test
  void rulesKnowTheirLines() {
    assertEquals(
        List.of(
            "# " + lab + ":5",
            "-A LIBVIRT_FWO -s 10.0.1.0/24 -i virbr1 -j ACCEPT",
            "# " + lab + ":1",
            "-A LIBVIRT_FWO -i virbr1 -j REJECT --reject-with icmp-port-unreachable"),
        CommandRun.of("compile", "--explain-origin", "--format", "iptables-restore", lab)
            .compiled()
            .lines()
            .dropWhile(line -> !line.equals("# " + lab + ":5"))
            .skip(4)
            .limit(4)
            .toList());
  }

  @Test
  void bridgesAreNamedByAnOption() {
    write(lab, network("lab", ADDRESS.formatted(1)));

    assertEquals(
        lab
            + ":1:1: error: missing-bridge: network 'lab' has no <bridge name=…>: libvirt chooses"
            + " one; use the document of the defined network, or name the bridge yourself"
            + " (CompileOptions, --bridge)\n",
        CommandRun.of("compile", lab).refused());
    assertEquals(
        CommandRun.of("compile", quiet).compiled().replace("virbr2", "br7"),
        CommandRun.of("compile", "--bridge", "lab=br7", lab).compiled());
    assertEquals(
        "<command line>: warning: unused-option: --bridge: no network is named labor\n",
        CommandRun.of("compile", "--bridge=labor=br7", quiet).err());
  }

  @Test
  void networksInEachOthersWayAreRefused() {
    write(lab, network("lab", "<bridge name='virbr2'/>" + ADDRESS.formatted(1)));

    assertEquals(
        quiet
            + ":1:1: error: network-conflict: libvirt does not start network 'quiet': network"
            + " 'lab', at "
            + lab
            + ":1:1, has the bridge virbr2\n",
        CommandRun.of("compile", lab, quiet).refused());
  }

  @Test
  void networksAreCheckedWithoutABridge() {
    write(
        lab,
        network(
            "lab",
            "<forward mode='nat'/>\n"
                + ADDRESS.formatted(1)
                + "\n<ip family='ipv6' address='fd00::1' prefix='64'/>"));

    assertEquals(
        lab
            + ":5:1: warning: ipv6-not-translated: addresses of fd00::1/64 are routed, not"
            + " translated: everybody beyond the host may connect to the machines of network"
            + " 'lab'\n",
        CommandRun.of("check", lab).out());
    assertEquals(
        lab + ":1:1: error: newer-than-release: network 'lab': libvirt 0.8 knows no IPv6\n",
        CommandRun.of("check", "--libvirt=0.8", "--no-warn=ipv6-not-translated", lab).out());
  }

  @Test
  void networksInNftablesAreAScript() {
    CommandRun run =
        CommandRun.of(
            "compile", "--libvirt=11.3", "--network-backend=nftables", "--format=nft", lab, quiet);

    assertEquals(
        """
        table bridge nwfilter
        delete table bridge nwfilter
        table bridge nwfilter-unseen
        delete table bridge nwfilter-unseen
        table inet nwfilter
        delete table inet nwfilter
        table ip libvirt_network
        delete table ip libvirt_network
        table ip6 libvirt_network
        delete table ip6 libvirt_network
        table ip libvirt_network {
        \tchain forward {
        \t\ttype filter hook forward priority filter; policy accept;
        \t\tcounter jump guest_cross
        \t\tcounter jump guest_input
        \t\tcounter jump guest_output
        \t}

        \tchain guest_output {
        \t\tiif "virbr2" counter reject
        \t\tip saddr 10.0.1.0/24 iif "virbr1" counter accept
        \t\tiif "virbr1" counter reject
        \t}

        \tchain guest_input {
        \t\toif "virbr2" counter reject
        \t\tip daddr 10.0.1.0/24 oif "virbr1" counter accept
        \t\toif "virbr1" counter reject
        \t}

        \tchain guest_cross {
        \t\tiif "virbr2" oif "virbr2" counter accept
        \t\tiif "virbr1" oif "virbr1" counter accept
        \t}

        \tchain guest_nat {
        \t\ttype nat hook postrouting priority srcnat; policy accept;
        \t}
        }
        table ip6 libvirt_network {
        \tchain forward {
        \t\ttype filter hook forward priority filter; policy accept;
        \t\tcounter jump guest_cross
        \t\tcounter jump guest_input
        \t\tcounter jump guest_output
        \t}

        \tchain guest_output {
        \t}

        \tchain guest_input {
        \t}

        \tchain guest_cross {
        \t}

        \tchain guest_nat {
        \t\ttype nat hook postrouting priority srcnat; policy accept;
        \t}
        }
        """,
        run.out());
    assertEquals(
        """
        %1$s:1:1: info: nft-networks-replaced: the tables of networks get the rules of 'lab', \
        'quiet' and no others
        %1$s:1:1: warning: nft-no-filters: no interface has rules: the script deletes the filters \
        that are there
        """
            .formatted(lab),
        run.err());
  }

  @Test
  void theScriptComesAfterTheOtherTexts() {
    write(lab, network("lab", "<forward mode='open'/>" + ADDRESS.formatted(1)));

    assertEquals(
        """
        # iptables-restore: no rules
        # ip6tables-restore: no rules
        # ebtables-restore: no rules
        # nft: no rules
        """,
        CommandRun.of("compile", "--quiet", "--libvirt=12.8", "--network-backend=nftables", lab)
            .out());
  }

  @Test
  void anEarlierReleaseHasNoOtherBackend() {
    CommandRun run = CommandRun.of("compile", "--network-backend=nftables", quiet);

    assertEquals(1, run.status());
    assertEquals(
        quiet
            + ":1:1: error: newer-than-release: network 'quiet': libvirt 9.0 knows only the backend"
            + " iptables\n",
        run.err());
  }

  @Test
  void picturesKnowNothingOfNftables() {
    CommandRun run =
        CommandRun.of(
            "compile", "--libvirt=11.3", "--network-backend=nftables", "--format=dot", quiet);

    assertEquals(2, run.status());
    assertEquals(
        "--network-backend nftables cannot be used with --explain-origin and pictures",
        run.err().lines().findFirst().orElseThrow());
  }

  @Test
  void releasesAreListed() {
    String list =
        """
        release  seen in                                            iptables  networks in
        0.8      Debian 6 (0.8.3)                                   1.4.8     iptables
        9.0      Debian 12 (9.0.0)                                  1.8.9     iptables            default
        11.3     Debian 13 (11.3.0)                                 1.8.11    iptables, nftables
        12.8     Debian's unstable suite in November 2026 (12.8.0)  1.8.13    iptables, nftables
        """;

    for (String command : List.of("compile", "check", "explain", "merge")) {
      CommandRun run = CommandRun.of(command, "--libvirt", "list");
      assertEquals(list, run.out());
      assertEquals(0, run.status());
    }
    assertEquals(list, CommandRun.of("diff", "--new-libvirt=list").out());
  }

  @Test
  void releasesAreKnownByTheirNumbers() {
    CommandRun run = CommandRun.of("compile", "--libvirt", "5.0", quiet);

    assertEquals(2, run.status());
    assertEquals(
        "Invalid value for option '--libvirt': '5.0' is not one of 0.8, 9.0, 11.3, 12.8, which are"
            + " the releases that were seen; the nearest is 9.0, and what differs from it is not"
            + " known",
        run.err().lines().findFirst().orElseThrow());
  }
}
