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
  void releasesAreKnownByTheirNumbers() {
    CommandRun run = CommandRun.of("compile", "--libvirt", "5.0", quiet);

    assertEquals(2, run.status());
    assertEquals(
        "Invalid value for option '--libvirt': '5.0' is not one of 0.8, 9.0, 11.3, 12.8",
        run.err().lines().findFirst().orElseThrow());
  }
}
