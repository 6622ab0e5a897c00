package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.packet.Values;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks for either port; one that the kernel has taken by chance is not known. */
final class EitherPortTest extends Test {

  private final Values ports;
  private final boolean negated;

  EitherPortTest(EitherPortMatch match) {
    super(match);
    this.ports = match.ports();
    this.negated = match.negated();
  }

  @Override
  Answer ask(Transit transit) {
    Optional<Bits> source = transit.packet.value(Field.SOURCE_PORT);
    Optional<Bits> destination = transit.packet.value(Field.DESTINATION_PORT);
    if (source.isEmpty() || destination.isEmpty()) {
      return Answer.NO;
    }
    boolean in =
        (!transit.sourcePortByChance && ports.contains(source.get()))
            || (!transit.destinationPortByChance && ports.contains(destination.get()));
    boolean unknown = transit.sourcePortByChance || transit.destinationPortByChance;
    return !in && unknown ? Answer.UNKNOWN : Answer.of(in != negated);
  }

  @Override
  Supplier<String> found(Transit transit) {
    Packet packet = transit.packet;
    return () ->
        Tests.value(packet, Field.SOURCE_PORT)
            + " and "
            + Tests.value(packet, Field.DESTINATION_PORT);
  }

  @Override
  Optional<Question> question(Transit transit) {
    return Optional.of(Question.of(match));
  }
}
