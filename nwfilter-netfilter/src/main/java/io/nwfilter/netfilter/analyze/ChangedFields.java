package io.nwfilter.netfilter.analyze;

import com.google.common.collect.ImmutableSet;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.EnumSet;
import java.util.Set;

/** Which fields a target may change before the next rule is tried. */
final class ChangedFields implements Target.Visitor<Set<Field>> {

  private static final ImmutableSet<Field> NONE = ImmutableSet.of();
  private static final ImmutableSet<Field> ANY = ImmutableSet.copyOf(EnumSet.allOf(Field.class));

  private static final ImmutableSet<Field> STATE = ImmutableSet.of(Field.CONNECTION_STATE);
  private static final ImmutableSet<Field> SOURCE =
      ImmutableSet.of(
          Field.IPV4_SOURCE, Field.IPV6_SOURCE, Field.SOURCE_PORT, Field.SOURCE_ADDRESS_TYPE);
  private static final ImmutableSet<Field> DESTINATION =
      ImmutableSet.of(
          Field.IPV4_DESTINATION,
          Field.IPV6_DESTINATION,
          Field.DESTINATION_PORT,
          Field.DESTINATION_ADDRESS_TYPE,
          Field.ETHERNET_DESTINATION,
          Field.PACKET_TYPE);

  /** Targets after which packets go on, and that change nothing that a match here looks at. */
  private static final ImmutableSet<String> GOING_ON =
      ImmutableSet.of(
          "LOG", "NFLOG", "ULOG", "AUDIT", "TRACE", "LED", "CHECKSUM", "CLASSIFY", "TCPMSS");

  private static final ImmutableSet<String> TRACKING = ImmutableSet.of("CT", "NOTRACK", "CONNMARK");

  private ChangedFields() {}

  static Set<Field> of(Target target) {
    return target.accept(new ChangedFields());
  }

  @Override
  public Set<Field> visit(Target.Verdict verdict) {
    return NONE;
  }

  @Override
  public Set<Field> visit(Target.Reject target) {
    return NONE;
  }

  @Override
  public Set<Field> visit(Target.Jump target) {
    return NONE;
  }

  @Override
  public Set<Field> visit(Target.Goto target) {
    return NONE;
  }

  @Override
  public Set<Field> visit(Target.AddressTranslation target) {
    return Translations.isOfSource(target) ? SOURCE : DESTINATION;
  }

  @Override
  public Set<Field> visit(Target.SetMark target) {
    return ImmutableSet.of(Field.MARK);
  }

  @Override
  public Set<Field> visit(Target.FrameMark target) {
    return ImmutableSet.of(Field.MARK);
  }

  @Override
  public Set<Field> visit(Target.MacTranslation target) {
    return ImmutableSet.of(
        Field.ETHERNET_SOURCE, Field.ETHERNET_DESTINATION, Field.ARP_SENDER_MAC, Field.PACKET_TYPE);
  }

  @Override
  public Set<Field> visit(Target.ArpReply target) {
    return NONE;
  }

  @Override
  public Set<Field> visit(Target.ExtensionTarget target) {
    return switch (target.name()) {
      case "CT", "NOTRACK" -> isWithoutTracking(target) ? STATE : NONE;
      case "CONNMARK" -> ImmutableSet.of(Field.MARK, Field.CONNECTION_MARK);
      default -> isKnown(target) ? NONE : ANY;
    };
  }

  private static boolean isWithoutTracking(Target.ExtensionTarget target) {
    return target.name().equals("NOTRACK")
        || target.options().stream().anyMatch(option -> option.name().equals("notrack"));
  }

  /** {@return whether it matters to a packet if a target is met} */
  static boolean hasEffect(Target target) {
    boolean goesOn =
        target == Target.Verdict.CONTINUE
            || (target instanceof Target.ExtensionTarget extension && isKnown(extension))
            || (target instanceof Target.OpaqueTarget opaque && isKnown(opaque));
    return !goesOn || !of(target).isEmpty();
  }

  /** {@return whether packets go on after a target, which changes only what {@link #of} returns} */
  static boolean isKnown(Target.ExtensionTarget target) {
    return GOING_ON.contains(target.name()) || TRACKING.contains(target.name());
  }

  /** {@return whether packets go on after a target, unchanged} */
  static boolean isKnown(Target.OpaqueTarget target) {
    return GOING_ON.contains(target.name());
  }

  @Override
  public Set<Field> visit(Target.OpaqueTarget target) {
    return isKnown(target) ? NONE : ANY;
  }
}
