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
    return NONE; // no rule of the table comes after it
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
      case "LOG", "NFLOG", "ULOG", "AUDIT", "TRACE", "LED" -> NONE;
      case "CT", "NOTRACK" -> ImmutableSet.of(Field.CONNECTION_STATE);
      case "CONNMARK" -> ImmutableSet.of(Field.MARK, Field.CONNECTION_MARK);
      default -> ANY;
    };
  }

  @Override
  public Set<Field> visit(Target.OpaqueTarget target) {
    return ANY;
  }
}
