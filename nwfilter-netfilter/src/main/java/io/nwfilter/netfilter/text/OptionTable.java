package io.nwfilter.netfilter.text;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multimaps;
import com.google.common.collect.Table;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of one family that ask for fields. Of several rows for one question the first is the
 * usual one.
 */
final class OptionTable {

  private static final OptionTable IPV4 =
      new OptionTable(Family.IPV4, PacketOptions.of(Family.IPV4));
  private static final OptionTable IPV6 =
      new OptionTable(Family.IPV6, PacketOptions.of(Family.IPV6));
  private static final OptionTable BRIDGE = new OptionTable(Family.BRIDGE, FrameOptions.ROWS);

  private final Family family;
  private final ImmutableList<FieldOption> rows;
  private final EnumMap<Field, ImmutableList<FieldOption>> byField = new EnumMap<>(Field.class);
  private final Table<String, String, FieldOption> byName = HashBasedTable.create();

  private OptionTable(Family family, ImmutableList<FieldOption> rows) {
    this.family = family;
    this.rows = rows;
    Multimaps.index(rows, FieldOption::field)
        .asMap()
        .forEach((field, options) -> byField.put(field, ImmutableList.copyOf(options)));
    for (FieldOption row : rows) {
      byName.put(row.extension(), row.name(), row);
      byName.put(row.extension(), row.savedName(), row);
      row.aliases().forEach(alias -> byName.put(row.extension(), alias, row));
    }
  }

  static OptionTable of(Family family) {
    return switch (family) {
      case IPV4 -> IPV4;
      case IPV6 -> IPV6;
      case BRIDGE -> BRIDGE;
    };
  }

  ImmutableList<FieldOption> rows() {
    return rows;
  }

  private ImmutableList<FieldOption> options(Field field) {
    ImmutableList<FieldOption> options = byField.get(field);
    return options == null ? ImmutableList.of() : options;
  }

  /** {@return the row of an option of an extension, or of the tool itself} */
  Optional<FieldOption> find(String extension, String name) {
    return Optional.ofNullable(byName.get(extension, name));
  }

  /** {@return the row that asks what a match asks if the match names no extension} */
  Optional<FieldOption> usual(FieldMatch match, RuleContext context) {
    for (FieldOption row : options(match.field())) {
      if (row.takes(match) && row.unmet(context).isEmpty()) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  /**
   * {@return the row that can ask what a match asks}
   *
   * @param match the match
   * @param context what the matches before it have established
   * @param rule all matches of the rule: if the match names an extension other than multiport, it
   *     is enough that any of them names the protocol (iptables 1.8.9)
   * @throws InexpressibleException if there is none
   */
  FieldOption rowOf(FieldMatch match, RuleContext context, List<Match> rule) {
    String extension = match.extension();
    @Nullable FieldOption unmet = null;
    for (FieldOption row : options(match.field())) {
      if ((extension == null || extension.equals(row.extension())) && row.takes(match)) {
        boolean anywhere = extension != null && !extension.equals("multiport");
        if (row.unmet(anywhere ? RuleContext.ofAll(rule) : context).isEmpty()) {
          return row;
        }
        unmet = unmet == null ? row : unmet;
      }
    }
    throw refusal(match, unmet, context);
  }

  private InexpressibleException refusal(
      FieldMatch match, @Nullable FieldOption unmet, RuleContext context) {
    String asked = family.tool() + " cannot match " + match;
    if (unmet != null) {
      return new InexpressibleException(
          asked + ": " + unmet.name() + " needs " + unmet.unmet(context).orElse(Need.NOTHING));
    }
    ImmutableList<FieldOption> known = options(match.field());
    if (known.isEmpty()) {
      return new InexpressibleException(asked + ": it has no option for that field");
    }
    return new InexpressibleException(
        asked
            + ": no option takes such values"
            + match.via().map(name -> " in extension " + name).orElse("")
            + ", not "
            + String.join(", ", known.stream().map(FieldOption::name).distinct().toList()));
  }
}
