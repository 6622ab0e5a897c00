package io.nwfilter.netfilter.lowering;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.nwfilter.core.attribute.Layer;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.Optional;

/** The matches on protocols that most rules begin with, made once for all of them. */
final class ProtocolMatches {

  private static final ImmutableMap<Protocol, Match> MATCHES = matches();

  private ProtocolMatches() {}

  private static ImmutableMap<Protocol, Match> matches() {
    ImmutableMap.Builder<Protocol, Match> matches = ImmutableMap.builder();
    for (Protocol protocol : Protocol.values()) {
      Field field = protocol.layer() == Layer.ETHERNET ? Field.ETHER_TYPE : Field.IP_PROTOCOL;
      protocol.number().ifPresent(number -> matches.put(protocol, FieldMatch.of(field, number)));
    }
    return Maps.immutableEnumMap(matches.buildOrThrow());
  }

  /** {@return what asks for a protocol; empty if it is any} */
  static Optional<Match> of(Protocol protocol) {
    return Optional.ofNullable(MATCHES.get(protocol));
  }
}
