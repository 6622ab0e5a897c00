package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.analyze.AlikeGuests;
import io.nwfilter.netfilter.simulate.Entry;
import io.nwfilter.netfilter.simulate.Guest;
import java.util.List;
import java.util.stream.Stream;

/**
 * A guest, and what is to be proved of it.
 *
 * @param subject the guest on its host
 * @param statements what is to be proved
 */
record AskedGuest(Subject subject, List<Statement> statements) {

  AskedGuest {
    statements = ImmutableList.copyOf(statements);
  }

  /** {@return what guests have in common of which the same is likely to hold} */
  ImmutableList<Object> shape(AlikeGuests alike) {
    Stream<String> others =
        Stream.concat(subject.toGuest().stream(), subject.fromNetworks().stream())
            .map(entry -> entry instanceof Entry.Port port ? port.name() : entry.toString());
    ImmutableList.Builder<Object> shape = ImmutableList.builder();
    shape.add(alike.classOf(subject.guest().port()));
    shape.add(subject.neighbor().map(Guest::port).map(alike::classOf));
    others.map(alike::classOf).map(String::valueOf).sorted().forEach(shape::add);
    return shape.build();
  }
}
