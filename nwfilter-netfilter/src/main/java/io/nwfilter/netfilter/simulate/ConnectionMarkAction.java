package io.nwfilter.netfilter.simulate;

import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.List;

/** Sets the mark of a connection, or copies it from or to that of the packet (CONNMARK). */
final class ConnectionMarkAction implements Action {

  private static final long ALL = 0xffff_ffffL;

  private enum Kind {
    SET,
    SAVE,
    RESTORE
  }

  private final Kind kind;
  private final long value;
  private final long connectionMask;
  private final long packetMask;

  private ConnectionMarkAction(Kind kind, long value, long connectionMask, long packetMask) {
    this.kind = kind;
    this.value = value;
    this.connectionMask = connectionMask;
    this.packetMask = packetMask;
  }

  static Action of(Target.ExtensionTarget target) {
    Kind kind = Kind.SET;
    long value = 0;
    long connectionMask = ALL;
    long packetMask = ALL;
    for (OptionUse option : target.options()) {
      List<Long> numbers = numbers(option);
      long first = numbers.isEmpty() ? 0 : numbers.get(0);
      long mask = numbers.size() < 2 ? ALL : numbers.get(1);
      switch (option.name()) {
        case "save-mark" -> kind = Kind.SAVE;
        case "restore-mark" -> kind = Kind.RESTORE;
        case "set-xmark" -> {
          value = first;
          connectionMask = mask;
        }
        case "set-mark" -> {
          value = first;
          connectionMask = mask | first;
        }
        case "and-mark" -> connectionMask = ~first & ALL;
        case "or-mark" -> {
          value = first;
          connectionMask = first;
        }
        case "xor-mark" -> {
          value = first;
          connectionMask = 0;
        }
        case "ctmask" -> connectionMask = first;
        case "nfmask" -> packetMask = first;
        case "mask" -> {
          connectionMask = first;
          packetMask = first;
        }
        default -> throw new IllegalArgumentException("CONNMARK with --" + option.name());
      }
    }
    return new ConnectionMarkAction(kind, value, connectionMask, packetMask);
  }

  private static List<Long> numbers(OptionUse option) {
    return option.words().stream()
        .flatMap(word -> List.of(word.split("/", -1)).stream())
        .map(Long::decode)
        .toList();
  }

  @Override
  public Code apply(Transit transit) {
    Connection connection = transit.tracked == null ? null : transit.tracked.connection();
    if (connection != null) {
      switch (kind) {
        case SET -> connection.mark = connection.mark.changed(connectionMask, value);
        case SAVE ->
            connection.mark = connection.mark.changed(connectionMask, transit.mark, packetMask);
        case RESTORE ->
            transit.mark = transit.mark.changed(packetMask, connection.mark, connectionMask);
      }
    }
    return Code.CONTINUE;
  }
}
