package io.nwfilter.netfilter.upgrade;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.difference.ChangedPackets;
import io.nwfilter.netfilter.difference.DifferenceText;
import io.nwfilter.netfilter.simulate.Surroundings;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses in a report that no document, dump or option gives, with the option that does.
 *
 * @param meaning what changes for packets
 * @param services what changes for what guests do
 */
record MadeUpAddresses(List<MeaningChange> meaning, List<ServiceChange> services) {

  /**
   * An address that nothing tells.
   *
   * @param beginning how it begins in packets
   * @param words what it is, and which option says otherwise
   */
  private record MadeUp(String beginning, String words) {}

  /**
   * {@return the addresses that nothing tells, of those in the report, each as a sentence without a
   * full stop}
   */
  ImmutableList<String> words(String uplink) {
    ImmutableList<String> shown =
        Stream.concat(
                meaning.stream().flatMap(change -> shown(change)),
                services.stream().map(change -> change.shown().packet().toString()))
            .collect(ImmutableList.toImmutableList());
    return known(uplink).stream()
        .filter(one -> shown.stream().anyMatch(text -> text.contains(one.beginning())))
        .map(MadeUp::words)
        .collect(ImmutableList.toImmutableList());
  }

  private static Stream<String> shown(MeaningChange change) {
    return DifferenceText.lines(change.difference()).stream()
        .flatMap(
            packets ->
                Stream.concat(
                    Stream.of(DifferenceText.line(packets)),
                    packets.example().stream().map(MadeUpAddresses::packet)));
  }

  private static String packet(ChangedPackets.Example example) {
    return example.after().packet().toString();
  }

  private static ImmutableList<MadeUp> known(String uplink) {
    return ImmutableList.of(
        new MadeUp("198.51.100.", ofHost(Surroundings.OUTSIDE_ADDRESS, uplink)),
        new MadeUp("2001:db8:fffe:", ofHost(Surroundings.OUTSIDE_ADDRESS_IPV6, uplink)),
        new MadeUp(
            "198.18.",
            "interfaces that only rules name lead to 198.18.1.0/24 and networks like it; --route"
                + " NETWORK=DEV says what is there"),
        new MadeUp(
            "2001:2:",
            "interfaces that only rules name lead to 2001:2:0:1::/64 and networks like it; --route"
                + " NETWORK=DEV says what is there"));
  }

  private static String ofHost(String address, String uplink) {
    return "the host has the address "
        + address
        + " at "
        + uplink
        + "; --address "
        + uplink
        + "=ADDRESS/LENGTH gives it another";
  }
}
