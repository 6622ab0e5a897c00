package io.nwfilter.netfilter.ruleset;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.nwfilter.netfilter.packet.Bits;
import io.nwfilter.netfilter.packet.Field;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Names what a rule uses, as {@link PlaceTable} does: extensions, options, and their words. */
final class RuleParts {

  /** A port that a packet goes out by, which is not known yet unless the packet is bridged. */
  static final String UNBRIDGED_OUT = "physdev --physdev-out without --physdev-is-bridged";

  private static final ImmutableSet<Field> PORTS =
      Sets.immutableEnumSet(
          Field.IN_PORT, Field.OUT_PORT, Field.HAS_IN_PORT, Field.HAS_OUT_PORT, Field.IS_BRIDGED);

  private static final ImmutableMap<Field, String> FRAME_FIELDS =
      ImmutableMap.of(
          Field.IN_INTERFACE, "-i",
          Field.OUT_INTERFACE, "-o",
          Field.IN_BRIDGE, "--logical-in",
          Field.OUT_BRIDGE, "--logical-out");

  private static final ImmutableMap<Field, String> PACKET_FIELDS = packetFields();

  private RuleParts() {}

  private static ImmutableMap<Field, String> packetFields() {
    Map<Field, String> names = new EnumMap<>(Field.class);
    names.put(Field.IN_INTERFACE, "-i");
    names.put(Field.OUT_INTERFACE, "-o");
    names.put(Field.ETHERNET_SOURCE, "mac");
    names.put(Field.HAS_SOCKET, "owner");
    names.put(Field.SOCKET_USER, "owner");
    names.put(Field.SOCKET_GROUP, "owner");
    return Maps.immutableEnumMap(names);
  }

  /** {@return what the matches of a rule use; only what may be restricted} */
  static List<String> ofMatches(Family family, ChainRule rule) {
    List<String> parts = new ArrayList<>(2);
    for (Match match : rule.matches()) {
      if (match instanceof FieldMatch asked) {
        addField(family, asked, rule, parts);
      } else if (match instanceof ExtensionMatch extension) {
        parts.add(extension.extension());
        extension.options().forEach(use -> add(extension.extension(), "--" + use.name(), parts));
      } else if (match instanceof OpaqueMatch opaque) {
        parts.add(opaque.extension());
        addWords(opaque.extension(), opaque.words(), parts);
      }
    }
    return parts;
  }

  private static void addField(
      Family family, FieldMatch match, ChainRule rule, List<String> parts) {
    Field field = match.field();
    boolean port = field == Field.OUT_PORT || field == Field.HAS_OUT_PORT;
    if (port && sameExtension(match, rule.matches()).noneMatch(RuleParts::asksForBridged)) {
      parts.add(UNBRIDGED_OUT);
    }
    String name = (family == Family.BRIDGE ? FRAME_FIELDS : PACKET_FIELDS).get(field);
    if (name != null) {
      parts.add(name);
    }
  }

  private static boolean asksForBridged(FieldMatch match) {
    return match.field() == Field.IS_BRIDGED
        && !match.negated()
        && match.values().contains(Bits.of(1));
  }

  /** {@return the matches on ports that are options of the same use of physdev as one of them} */
  private static Stream<FieldMatch> sameExtension(FieldMatch one, List<Match> matches) {
    List<FieldMatch> together = new ArrayList<>();
    boolean found = false;
    for (Match match : matches) {
      boolean port = match instanceof FieldMatch asked && PORTS.contains(asked.field());
      if (!port || ((FieldMatch) match).fresh()) {
        if (found) {
          break;
        }
        together.clear();
      }
      if (port) {
        together.add((FieldMatch) match);
        found |= match == one;
      }
    }
    return together.stream();
  }

  private static void add(String extension, String option, List<String> parts) {
    parts.add(extension + " " + option);
  }

  private static void addWords(String extension, List<String> words, List<String> parts) {
    for (int i = 0; i < words.size(); i++) {
      add(extension, words.get(i), parts);
      if (i + 1 < words.size()) {
        add(extension, words.get(i) + " " + words.get(i + 1), parts);
      }
    }
  }

  /** {@return what the target of a rule uses; its name is the first} */
  static List<String> ofTarget(Target target) {
    return target.accept(new OfTarget());
  }

  private static final class OfTarget implements Target.Visitor<List<String>> {

    @Override
    public List<String> visit(Target.Verdict target) {
      return List.of(target.name());
    }

    @Override
    public List<String> visit(Target.Reject target) {
      return target.reason() == Target.RejectReason.TCP_RESET
          ? List.of("REJECT", "REJECT --reject-with tcp-reset")
          : List.of("REJECT");
    }

    @Override
    public List<String> visit(Target.Jump target) {
      return List.of();
    }

    @Override
    public List<String> visit(Target.Goto target) {
      return List.of();
    }

    @Override
    public List<String> visit(Target.AddressTranslation target) {
      return target.ports().isPresent()
          ? List.of(target.kind().name(), "a new port")
          : List.of(target.kind().name());
    }

    @Override
    public List<String> visit(Target.SetMark target) {
      return List.of("MARK");
    }

    @Override
    public List<String> visit(Target.FrameMark target) {
      return List.of("mark");
    }

    @Override
    public List<String> visit(Target.MacTranslation target) {
      return List.of(target.kind().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public List<String> visit(Target.ArpReply target) {
      return List.of("arpreply");
    }

    @Override
    public List<String> visit(Target.ExtensionTarget target) {
      List<String> parts = new ArrayList<>(List.of(target.name()));
      target.options().forEach(use -> add(target.name(), "--" + use.name(), parts));
      return parts;
    }

    @Override
    public List<String> visit(Target.OpaqueTarget target) {
      List<String> parts = new ArrayList<>(List.of(target.name()));
      addWords(target.name(), target.words(), parts);
      return parts;
    }

    @Override
    public List<String> visit(VerdictMapTarget target) {
      return List.of("vmap");
    }

    @Override
    public List<String> visit(StatementTarget target) {
      return List.of(target.statement().keyword());
    }
  }
}
