package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Header;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Set;

/** When the kernel tracks connections: only if rules need that. */
public final class ConnectionTracking {

  /** The priority at which it finds the connection of a packet that has come in (nft(8)). */
  public static final int PRIORITY = -200;

  /** Extensions that make the kernel track connections (iptables-extensions(8)). */
  private static final Set<String> TRACKING_EXTENSIONS =
      Set.of("conntrack", "state", "connmark", "connlimit", "connbytes", "helper", "cluster");

  private static final Set<String> TRACKING_TARGETS = Set.of("CT", "NOTRACK", "CONNMARK");

  private ConnectionTracking() {}

  /**
   * {@return whether rules ask for connections, or translate}
   *
   * @param ruleset the rules of a family; those of ebtables never do
   */
  public static boolean isNeededBy(Ruleset ruleset) {
    return ruleset.tables().values().stream()
        .flatMap(table -> table.chains().values().stream())
        .flatMap(chain -> chain.rules().stream())
        .anyMatch(ConnectionTracking::isNeededBy);
  }

  private static boolean isNeededBy(ChainRule rule) {
    boolean target =
        rule.target() instanceof Target.AddressTranslation
            || (rule.target() instanceof Target.ExtensionTarget extension
                && TRACKING_TARGETS.contains(extension.name()));
    return target || rule.matches().stream().anyMatch(ConnectionTracking::isNeededBy);
  }

  private static boolean isNeededBy(Match match) {
    if (match instanceof FieldMatch asked) {
      return asked.field() == Field.CONNECTION_STATE || asked.field().header() == Header.CONNECTION;
    }
    if (match instanceof ExtensionMatch extension) {
      return TRACKING_EXTENSIONS.contains(extension.extension());
    }
    return match instanceof ConnectionLimitMatch
        || (match instanceof OpaqueMatch opaque
            && TRACKING_EXTENSIONS.contains(opaque.extension()));
  }
}
