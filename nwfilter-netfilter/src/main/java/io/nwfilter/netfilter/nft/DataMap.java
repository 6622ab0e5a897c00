package io.nwfilter.netfilter.nft;

import com.google.common.collect.ImmutableMap;
import io.nwfilter.netfilter.ruleset.AddressSpan;
import io.nwfilter.netfilter.ruleset.PortSpan;
import io.nwfilter.netfilter.ruleset.SetKey;
import java.util.Optional;

/**
 * A map to addresses, ports or both, as translations ask it (nft(8), "Maps", "NAT statements").
 *
 * @param entries its elements
 */
record DataMap(ImmutableMap<SetKey, Data> entries) {

  /**
   * What an element has.
   *
   * @param addresses a single address, if it has one
   * @param ports a single port, if it has one
   */
  record Data(Optional<AddressSpan> addresses, Optional<PortSpan> ports) {

    /** {@return the data that come next after a colon; empty if they are not single values} */
    static Optional<Data> read(WordStream words) {
      return words.take(":") ? single(words) : Optional.empty();
    }

    private static Optional<Data> single(WordStream words) {
      Optional<AddressSpan> address = TranslationParser.singleAddress(words.peek());
      if (address.isPresent()) {
        words.next();
        if (!words.take(".")) {
          return Optional.of(new Data(address, Optional.empty()));
        }
      }
      Optional<PortSpan> port = TranslationParser.singlePort(words.next());
      return port.map(known -> new Data(address, Optional.of(known)));
    }
  }
}
