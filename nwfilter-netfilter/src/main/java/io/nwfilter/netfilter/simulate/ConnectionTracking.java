package io.nwfilter.netfilter.simulate;

import static io.nwfilter.netfilter.packet.ControlBits.ACK;
import static io.nwfilter.netfilter.packet.ControlBits.FIN;
import static io.nwfilter.netfilter.packet.ControlBits.RST;
import static io.nwfilter.netfilter.packet.ControlBits.SYN;
import static io.nwfilter.netfilter.packet.ControlBits.URG;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.LookupMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Selector;
import io.nwfilter.netfilter.ruleset.StatementMatch;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.Set;
import java.util.stream.Stream;

/** When the kernel tracks connections: only if rules need that. */
public final class ConnectionTracking {

  /** The priority at which it finds the connection of a packet that has come in (nft(8)). */
  public static final int PRIORITY = -200;

  /** The priority with which fragments are put together for it, also before the table raw. */
  public static final int REASSEMBLY = -400;

  /** Extensions that make the kernel track connections (iptables-extensions(8)). */
  private static final Set<String> TRACKING_EXTENSIONS =
      Set.of(
          "conntrack",
          "state",
          "connmark",
          "connlabel",
          "connlimit",
          "connbytes",
          "helper",
          "cluster");

  private static final Set<String> TRACKING_TARGETS =
      Set.of("CT", "CONNMARK", "CONNSECMARK", "NETMAP", "SYNPROXY");

  /** The control bits of TCP that count; PSH and those of congestion do not. */
  public static final int CONTROL_BITS = FIN | SYN | RST | ACK | URG;

  /** The control bits that tell whether TCP can start a connection. */
  public static final int STARTING_BITS = FIN | SYN | RST | ACK;

  private static final ImmutableSet<Integer> LEGAL =
      ImmutableSet.of(
          SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK, FIN | ACK | URG, ACK, ACK | URG);

  private static final ImmutableSet<Integer> STARTING = ImmutableSet.of(SYN, ACK);

  private static final ImmutableSet<Integer> REQUESTS = ImmutableSet.of(8, 13, 15, 17);
  private static final ImmutableSet<Integer> REQUESTS_OF_IPV6 = ImmutableSet.of(128, 139);
  private static final ImmutableSet<Integer> ERRORS = ImmutableSet.of(3, 4, 5, 11, 12);
  private static final ImmutableSet<Integer> ERRORS_OF_IPV6 = ImmutableSet.of(1, 2, 3, 4);
  private static final ImmutableSet<Integer> NEVER_TRACKED =
      ImmutableSet.of(130, 131, 132, 133, 134, 135, 136, 143);

  private ConnectionTracking() {}

  /** {@return which of {@link #CONTROL_BITS} may be together} */
  public static Set<Integer> legalControlBits() {
    return LEGAL;
  }

  /**
   * {@return which of {@link #STARTING_BITS} TCP has that belongs to no connection and starts one}
   */
  public static Set<Integer> startingControlBits() {
    return STARTING;
  }

  /**
   * {@return the type of the message that replies to a message of ICMP or ICMPv6, or that it
   * replies to; the same if there are no replies}
   *
   * @param type the type of the message
   */
  public static int counterpart(int type) {
    return switch (type) {
      case 0 -> 8;
      case 8 -> 0;
      case 13 -> 14;
      case 14 -> 13;
      case 15 -> 16;
      case 16 -> 15;
      case 17 -> 18;
      case 18 -> 17;
      case 128 -> 129;
      case 129 -> 128;
      case 139 -> 140;
      case 140 -> 139;
      default -> type;
    };
  }

  /**
   * {@return the types of messages that start a connection}
   *
   * @param ipv4 whether of ICMP, not ICMPv6
   */
  public static Set<Integer> requests(boolean ipv4) {
    return ipv4 ? REQUESTS : REQUESTS_OF_IPV6;
  }

  /**
   * {@return the types of messages that are about a packet of a connection}
   *
   * @param ipv4 whether of ICMP, not ICMPv6
   */
  public static Set<Integer> errors(boolean ipv4) {
    return ipv4 ? ERRORS : ERRORS_OF_IPV6;
  }

  /** {@return the types of ICMPv6 that are never tracked: neighbour discovery and groups} */
  public static Set<Integer> neverTracked() {
    return NEVER_TRACKED;
  }

  /**
   * {@return whether rules ask for connections, or translate}
   *
   * @param ruleset the rules of a family; those of ebtables never do
   */
  public static boolean isNeededBy(Ruleset ruleset) {
    for (Table table : ruleset.tables().values()) {
      for (Chain chain : table.chains().values()) {
        for (ChainRule rule : chain.rules()) {
          if (isNeededBy(rule)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /**
   * {@return whether rules of a host make the kernel track connections of a family: those of that
   * family, or tables of nftables for bridges} Rules of dormant tables do, too.
   *
   * @param rules the rules of the host
   * @param family the family; with that of bridges, whether connections are tracked on bridges
   *     themselves, which only a kernel with nf_conntrack_bridge can do
   */
  public static boolean isNeededBy(HostRules rules, Family family) {
    return Stream.of(family, Family.BRIDGE)
        .distinct()
        .flatMap(one -> rules.tables(one).stream())
        .filter(table -> table.family() != Family.BRIDGE || table.nft().isPresent())
        .flatMap(RuleTable::rules)
        .anyMatch(ConnectionTracking::isNeededBy);
  }

  /**
   * {@return whether a rule of iptables, ip6tables or nftables asks for connections, or translates}
   *
   * @param rule the rule
   */
  public static boolean isNeededBy(ChainRule rule) {
    return isNeededBy(rule.target())
        || Iterables.any(rule.matches(), ConnectionTracking::isNeededBy);
  }

  private static boolean isNeededBy(Target target) {
    if (target instanceof Target.ExtensionTarget extension) {
      return TRACKING_TARGETS.contains(extension.name()) && !extension.isWithoutTracking();
    }
    if (target instanceof VerdictMapTarget map) {
      return map.translation().isPresent()
          || map.key().stream().map(Selector::field).anyMatch(ConnectionTracking::isOfConnection);
    }
    return target instanceof Target.AddressTranslation
        || (target instanceof StatementTarget unknown && unknown.statement().isAboutConnections())
        || (target instanceof Target.OpaqueTarget opaque
            && TRACKING_TARGETS.contains(opaque.name()));
  }

  private static boolean isNeededBy(Match match) {
    if (match instanceof FieldMatch asked) {
      return isOfConnection(asked.field());
    }
    if (match instanceof LookupMatch lookup) {
      return lookup.key().stream()
          .map(Selector::field)
          .anyMatch(ConnectionTracking::isOfConnection);
    }
    if (match instanceof StatementMatch unknown) {
      return unknown.statement().isAboutConnections();
    }
    if (match instanceof ExtensionMatch extension) {
      return TRACKING_EXTENSIONS.contains(extension.extension());
    }
    return match instanceof ConnectionLimitMatch
        || (match instanceof OpaqueMatch opaque
            && TRACKING_EXTENSIONS.contains(opaque.extension()));
  }

  private static boolean isOfConnection(Field field) {
    return field == Field.CONNECTION_STATE || field.header() == Header.CONNECTION;
  }
}
