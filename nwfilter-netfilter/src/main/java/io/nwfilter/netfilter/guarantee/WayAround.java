package io.nwfilter.netfilter.guarantee;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.sample.Disguise;
import io.nwfilter.netfilter.simulate.Conversation;
import io.nwfilter.netfilter.simulate.Decision;
import io.nwfilter.netfilter.simulate.End;
import io.nwfilter.netfilter.simulate.Explanation;
import io.nwfilter.netfilter.simulate.Fate;
import io.nwfilter.netfilter.simulate.Simulator;
import java.util.List;
import java.util.Optional;

/** A packet that rules drop arrives in another form. */
record WayAround(Simulator simulator, Statement.NoWayAround statement) implements Refutation {

  @Override
  public Fate test(Packet plain) {
    if (arriving(plain).isEmpty()) {
      boolean open =
          isDroppedByRules(plain) && statement.forms().stream().anyMatch(f -> isOpen(f, plain));
      return open ? Fate.DEPENDS : Fate.DROPPED;
    }
    if (isDroppedByRules(plain)) {
      return Fate.ARRIVES;
    }
    return simulator.fate(plain, statement.entry()) == Fate.DEPENDS ? Fate.DEPENDS : Fate.DROPPED;
  }

  /** {@return whether it is not known if a packet arrives in another form} */
  private boolean isOpen(Disguise form, Packet plain) {
    Conversation conversation = simulator.conversation();
    return form.of(plain).stream()
        .anyMatch(packet -> conversation.fate(packet, statement.entry()) == Fate.DEPENDS);
  }

  private Optional<Disguise> arriving(Packet plain) {
    return statement.forms().stream()
        .filter(form -> arrives(form.of(plain), form.isReadByLinux()))
        .findFirst();
  }

  /** Fragments arrive if all of them do, or the last one completes the packet. */
  private boolean arrives(List<Packet> packets, boolean isReadByHost) {
    if (packets.size() == 1) {
      return simulator.fate(packets.get(0), statement.entry()) == Fate.ARRIVES
          && (isReadByHost || arrivesElsewhere(packets.get(0)));
    }
    Conversation conversation = simulator.conversation();
    Fate last = Fate.DROPPED;
    for (Packet packet : packets) {
      last = conversation.fate(packet, statement.entry());
      if (last != Fate.ARRIVES && last != Fate.HELD) {
        return false;
      }
    }
    return last == Fate.ARRIVES;
  }

  private boolean arrivesElsewhere(Packet packet) {
    return simulator.run(packet, statement.entry()).arrivals().stream()
        .anyMatch(end -> !end.equals(End.HOST));
  }

  private boolean isDroppedByRules(Packet plain) {
    Fate fate = simulator.fate(plain, statement.entry());
    return (fate == Fate.DROPPED || fate == Fate.REJECTED)
        && simulator
            .run(plain, statement.entry())
            .decision()
            .filter(decision -> !(decision instanceof Decision.ByKernel))
            .isPresent();
  }

  @Override
  public String problem() {
    return "a packet that is dropped arrives in another form";
  }

  @Override
  public List<Explanation> sent(Packet plain) {
    ImmutableList.Builder<Explanation> sent = ImmutableList.builder();
    sent.add(simulator.run(plain, statement.entry()));
    Conversation conversation = simulator.conversation();
    for (Packet packet : arriving(plain).map(form -> form.of(plain)).orElse(List.of())) {
      sent.add(conversation.run(packet, statement.entry()));
    }
    return sent.build();
  }
}
