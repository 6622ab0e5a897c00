package io.nwfilter.testkit.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.BaseEncoding;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.guarantee.Subject;
import io.nwfilter.netfilter.nft.NftListing;
import io.nwfilter.netfilter.nft.NftRuleset;
import io.nwfilter.netfilter.nft.NftScript;
import io.nwfilter.netfilter.nftfilter.FilterTable;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import io.nwfilter.netfilter.simulate.HostRules;
import io.nwfilter.netfilter.simulate.Situation;
import io.nwfilter.netfilter.simulate.Surroundings;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextSource;
import io.nwfilter.testkit.kernel.CommandResult;
import io.nwfilter.testkit.kernel.NetworkNamespace;
import io.nwfilter.testkit.kernel.RestoreTexts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A host with a bridge of three ports and another interface, at whose other ends frames are sent
 * and received. {@link #situation()} says the same to the simulator.
 */
final class Testbed implements AutoCloseable {

  static final String HOST_IPV4 = "192.168.122.1/24";
  static final String HOST_IPV6 = "fd00:122::1/64";
  static final String OUTSIDE_IPV4 = "198.51.100.1/24";
  static final String OUTSIDE_IPV6 = "2001:db8::1/64";
  static final String OUTSIDE_MAC = "02:00:00:00:00:fd";

  /** Has a route by each interface, as hosts have it; with an address, the host would redirect. */
  private static final String ON_LINK = "fe80::/64";

  /** Counts what gets to the host, after all chains that filter. */
  private static final String ARRIVED =
      "*security\n:INPUT ACCEPT [0:0]\n-A INPUT -m comment --comment arrived\nCOMMIT\n";

  /** Longer than the host waits for the reply of a neighbour (retrans_time_ms, one question). */
  private static final double SECONDS_FOR_NEIGHBORS = 1.2;

  private static final Pattern CONFLICT =
      Pattern.compile("stdin:(\\d+):\\S+ Error: (?:conflicting|can not use)");

  private static final BaseEncoding HEX = BaseEncoding.base16().lowerCase();

  private final NetworkNamespace host = NetworkNamespace.create();
  private final NetworkNamespace ends = NetworkNamespace.create();
  private final Frames frames;
  private HostRules counted = HostRules.NONE;
  private NftRuleset nft = NftRuleset.EMPTY;

  Testbed() {
    run(ends, "for f in all default; do echo 1 > /proc/sys/net/ipv6/conf/$f/disable_ipv6; done");
    run(
        ends,
        "ip link add mark0 type veth peer name mark1; ip link set mark0 up; ip link set mark1 up");
    // The host reports the groups that it is in at once, and never that a fragment is missing; it
    // rejects each packet, however many there were before:
    // nothing of its own comes between the packets of a test.
    run(
        host,
        """
        for f in all default; do
          echo 0 > /proc/sys/net/ipv4/conf/$f/rp_filter
          echo 0 > /proc/sys/net/ipv4/conf/$f/send_redirects
          echo 0 > /proc/sys/net/ipv6/conf/$f/accept_dad
          echo 0 > /proc/sys/net/ipv6/conf/$f/router_solicitations
          echo 1 > /proc/sys/net/ipv6/conf/$f/forwarding
          echo 1 > /proc/sys/net/ipv4/conf/$f/arp_ignore
          echo 1 > /proc/sys/net/ipv6/conf/$f/addr_gen_mode
          echo 1 > /proc/sys/net/ipv6/conf/$f/mldv2_unsolicited_report_interval
        done
        echo 600 > /proc/sys/net/ipv4/ipfrag_time
        echo 600 > /proc/sys/net/ipv6/ip6frag_time
        echo 600 > /proc/sys/net/netfilter/nf_conntrack_frag6_timeout
        echo 0 > /proc/sys/net/ipv4/icmp_ratelimit
        echo 0 > /proc/sys/net/ipv6/icmp/ratelimit
        echo 1 > /proc/sys/net/ipv4/ip_forward
        echo 1 > /proc/sys/net/ipv4/icmp_echo_ignore_all
        echo 1 > /proc/sys/net/ipv6/icmp/echo_ignore_all
        ip link add %1$s address %2$s type bridge mcast_snooping 0 stp_state 0
        ip addr add %3$s dev %1$s
        ip addr add %4$s dev %1$s nodad
        ip link set %1$s up
        ip route add %5$s dev %1$s
        """
            .formatted(Place.BRIDGE, Situation.BRIDGE_MAC, HOST_IPV4, HOST_IPV6, ON_LINK));
    for (Place place : Place.values()) {
      link(place);
    }
    for (String device : ImmutableList.of(Place.BRIDGE, Place.OUTSIDE.device)) {
      for (Place place : Place.values()) {
        run(
            host,
            "ip neigh replace %s lladdr %s dev %s nud permanent"
                .formatted(place.onLink(), place.mac, device));
      }
      // One question for each unknown neighbour, so that none comes between later packets.
      run(
          host,
          """
          for v in 4 6; do
            echo 0 > /proc/sys/net/ipv$v/neigh/%1$s/ucast_solicit
            echo 1 > /proc/sys/net/ipv$v/neigh/%1$s/mcast_solicit
          done
          """
              .formatted(device));
    }
    run(
        host,
        "for t in iptables ip6tables; do echo 1 > /proc/sys/net/bridge/bridge-nf-call-$t; done");
    this.frames =
        Frames.start(host, ends, Stream.of(Place.values()).map(place -> place.device).toList());
  }

  private void link(Place place) {
    String device = place.device;
    run(
        host,
        """
        ip link add %1$s type veth peer name %1$s netns %2$s
        """
            .formatted(device, ends.name()));
    run(host, place.isPort() ? connectPort(place) : connectOutside(place));
    run(
        host,
        """
        ip neigh replace %1$s lladdr %3$s dev %4$s nud permanent
        ip neigh replace %2$s lladdr %3$s dev %4$s nud permanent
        """
            .formatted(place.ipv4, place.ipv6, place.mac, place.isPort() ? Place.BRIDGE : device));
    run(ends, "ip link set " + device + " promisc on up");
  }

  private static String connectPort(Place place) {
    return """
    ip link set %1$s master %2$s up
    ip link set %1$s type bridge_slave learning off
    bridge fdb add %3$s dev %1$s master static
    """
        .formatted(place.device, Place.BRIDGE, place.mac);
  }

  private static String connectOutside(Place place) {
    return """
    ip link set %1$s address %2$s
    ip addr add %3$s dev %1$s
    ip addr add %4$s dev %1$s nodad
    ip link set %1$s up
    ip route add %7$s dev %1$s metric 2048
    ip route add default via %5$s dev %1$s
    ip -6 route add default via %6$s dev %1$s
    """
        .formatted(
            place.device, OUTSIDE_MAC, OUTSIDE_IPV4, OUTSIDE_IPV6, place.ipv4, place.ipv6, ON_LINK);
  }

  /** {@return the guest on this host with some rules} */
  static Subject subject(Iterable<Ruleset> rulesets) {
    Surroundings surroundings = new Surroundings();
    surroundings.bridge(Place.BRIDGE);
    Guest guest = surroundings.addGuest(Place.GUEST.device, Place.BRIDGE, Place.GUEST.mac);
    return Subject.of(situation().build(), rulesets, surroundings, guest);
  }

  /** {@return what the simulator has to know} */
  static Situation.Builder situation() {
    Situation.Builder situation =
        Situation.builder()
            .bridge(
                Place.BRIDGE,
                Place.PORTS.stream().map(place -> place.device).toArray(String[]::new))
            .mac(Place.BRIDGE, Situation.BRIDGE_MAC)
            .address(Place.BRIDGE, HOST_IPV4)
            .address(Place.BRIDGE, HOST_IPV6)
            .mac(Place.OUTSIDE.device, MacAddress.parse(OUTSIDE_MAC))
            .address(Place.OUTSIDE.device, OUTSIDE_IPV4)
            .address(Place.OUTSIDE.device, OUTSIDE_IPV6)
            .route("0.0.0.0/0", Place.OUTSIDE.device, Place.OUTSIDE.ipv4)
            .route("::/0", Place.OUTSIDE.device, Place.OUTSIDE.ipv6)
            .forwarding(true)
            .processes(0, 0);
    for (Place place : Place.values()) {
      if (place.isPort()) {
        situation.learned(place.device, place.mac).learning(place.device, false);
      }
      situation.neighbor(place.ipv4.toString(), place.mac);
      situation.neighbor(place.ipv6.toString(), place.mac);
      situation.neighbor(place.onLink().toString(), place.mac);
    }
    return situation;
  }

  /**
   * Loads rules in place of all others, and makes the sets that they mention.
   *
   * @return the members of these sets
   */
  Map<String, List<String>> load(Map<Family, Ruleset> rulesets) {
    nft.tables().forEach(table -> run(host, "nft delete " + table));
    nft = NftRuleset.EMPTY;
    host.flush();
    run(host, "ipset destroy");
    Map<Family, String> texts = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      Ruleset wanted = rulesets.getOrDefault(family, Ruleset.empty(family));
      texts.put(family, RestoreText.write(Change.between(Ruleset.empty(family), wanted)));
    }
    ImmutableMap.Builder<String, List<String>> members = ImmutableMap.builder();
    Sets.of(texts)
        .forEach(
            (name, set) -> {
              run(host, "ipset " + set.create());
              set.members().forEach(member -> run(host, "ipset add " + name + " " + member));
              members.put(name, set.members());
            });
    host.load(
        new RestoreTexts(
            texts.get(Family.IPV4) + ARRIVED,
            texts.get(Family.IPV6) + ARRIVED,
            String.valueOf(texts.get(Family.BRIDGE))));
    frames.ask("forget");
    counted = counters();
    return members.build();
  }

  /** Loads tables of filters in place of all other rules. */
  void load(FilterTable tables) {
    load(ImmutableMap.of());
    load(tables.script());
  }

  /**
   * Loads tables of nftables beside other rules, which were loaded before.
   *
   * @param script the tables
   * @return the tables as nft lists them
   */
  NftRuleset load(String script) {
    host.command("nft", "-f", "-").withInput(script).runSuccessfully();
    NftRuleset listed =
        listed(host.command("nft", "list", "ruleset").runSuccessfully().stdout(), script);
    nft = listed;
    counted = counters();
    return listed;
  }

  /**
   * {@return a script without the lines of rules that nft refuses, as what they ask for excludes
   * each other}
   *
   * @param script the script
   */
  String withoutConflicts(String script) {
    List<String> lines = new ArrayList<>(script.lines().toList());
    while (true) {
      CommandResult result = host.exec(String.join("\n", lines) + "\n", "nft", "-c", "-f", "-");
      List<Integer> refused =
          CONFLICT
              .matcher(result.stderr())
              .results()
              .map(one -> Integer.parseInt(one.group(1)) - 1)
              .toList();
      if (refused.isEmpty()) {
        return String.join("\n", lines) + "\n";
      }
      refused.forEach(line -> lines.set(line, ""));
    }
  }

  /** {@return those tables of a listing that a script has made} */
  private static NftRuleset listed(String text, String script) {
    return new NftRuleset(
        NftListing.read(TextSource.text(text, "nft list ruleset")).tables().stream()
            .filter(table -> script.contains(table + " {"))
            .toList(),
        ImmutableList.of());
  }

  /** Makes a setting, after the rules were loaded. */
  void set(Setting setting) {
    run(host, setting.script());
    counted = counters();
  }

  /** Lets the bridge know another MAC address at a port. */
  void learn(MacAddress mac, Place port) {
    run(host, "bridge fdb replace " + mac + " dev " + port.device + " master static");
  }

  /** Has somebody at a port reply for an address of IPv4 that the host does not know. */
  void reply(String address, Place port) {
    run(
        ends,
        """
        echo 1 > /proc/sys/net/ipv4/conf/all/arp_ignore
        ip addr add %1$s/32 dev %2$s
        """
            .formatted(address, port.device));
  }

  /** Has the bridge learn where senders are, from now on. */
  void learnSenders() {
    for (Place port : Place.PORTS) {
      run(host, "ip link set " + port.device + " type bridge_slave learning on");
    }
  }

  /** Takes its addresses on the bridge from the host, which forwards nothing any more. */
  void bridgeOnly() {
    run(host, "ip addr flush dev " + Place.BRIDGE + "\n" + Setting.NO_FORWARDING.script());
  }

  /** Waits until the host has given up on neighbours, and does not count what it says of that. */
  void waitForOwnPackets() {
    frames.ask("wait " + SECONDS_FOR_NEIGHBORS);
    counted = counters();
  }

  void forgetConnections() {
    frames.ask("forget");
  }

  /** Sends a packet, and says where it arrived and which rules it has met. */
  Passage send(Packet packet, Entry entry) {
    HostRules before = counted;
    List<String> replies = frames.ask(command(packet, entry));
    counted = counters();
    ImmutableList.Builder<Passage.Arrival> arrivals = ImmutableList.builder();
    boolean refused = false;
    for (String reply : replies) {
      List<String> words = Splitter.on(' ').splitToList(reply);
      if (words.get(0).equals("refused")) {
        refused = true;
      } else {
        arrivals.add(
            new Passage.Arrival(Place.end(words.get(1)), Packet.parse(HEX.decode(words.get(2)))));
      }
    }
    return new Passage(arrivals.build(), refused, before, counted);
  }

  private static String command(Packet packet, Entry entry) {
    String octets = HEX.encode(packet.toBytes());
    if (entry instanceof Entry.Port port) {
      return "send " + port.name() + " " + octets;
    } else if (entry instanceof Entry.Network network) {
      return "send " + network.name() + " " + octets;
    } else if (entry instanceof Entry.Raw raw) {
      return "raw " + raw.bridge() + " " + octets;
    }
    int header = packet.layers().get(0).octets().length();
    return "host " + HEX.encode(Arrays.copyOfRange(packet.toBytes(), header, octets.length() / 2));
  }

  private HostRules counters() {
    ImmutableMap.Builder<Family, Ruleset> counted = ImmutableMap.builder();
    NftRuleset tables = NftRuleset.EMPTY;
    String more = nft.tables().isEmpty() ? "" : " nft";
    for (String reply : frames.ask("counters iptables ip6tables ebtables" + more)) {
      List<String> words = Splitter.on(' ').splitToList(reply);
      String text = new String(Base64.getDecoder().decode(words.get(2)), UTF_8);
      if (words.get(1).equals("nft")) {
        tables = listed(text, NftScript.write(nft));
        continue;
      }
      Family family =
          Arrays.stream(Family.values())
              .filter(one -> one.tool().equals(words.get(1)))
              .findFirst()
              .orElseThrow();
      counted.put(family, SaveText.read(family, TextSource.text(text, "counters")));
    }
    return new HostRules(counted.build(), tables);
  }

  private static void run(NetworkNamespace namespace, String script) {
    CommandResult result = namespace.exec("", "sh", "-ec", script);
    if (!result.succeeded()) {
      throw new AssertionError(script + ": " + result);
    }
  }

  @Override
  public void close() {
    frames.close();
    host.close();
    ends.close();
  }
}
