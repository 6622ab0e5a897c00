package io.nwfilter.testkit.generate;

import io.nwfilter.core.filter.ChainName;
import io.nwfilter.core.filter.ChainProtocol;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Names of chains: root, every prefix alone, and with a suffix up to the longest that is legal. */
final class ChainNames {

  private ChainNames() {}

  static Arbitrary<ChainName> all() {
    Arbitrary<String> suffixes =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withCharRange('A', 'Z')
            .numeric()
            .withChars("_.:-")
            .ofMaxLength(ChainName.MAX_LENGTH);
    return Combinators.combine(Arbitraries.of(ChainProtocol.class), suffixes).as(ChainNames::named);
  }

  private static ChainName named(ChainProtocol protocol, String suffix) {
    String name = protocol.prefix() + (suffix.isEmpty() ? "" : "-" + suffix);
    return protocol == ChainProtocol.ROOT
        ? ChainName.ROOT
        : ChainName.of(name.substring(0, Math.min(name.length(), ChainName.MAX_LENGTH)));
  }
}
