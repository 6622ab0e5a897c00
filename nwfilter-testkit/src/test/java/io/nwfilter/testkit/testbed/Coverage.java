package io.nwfilter.testkit.testbed;

import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.packet.LayerType;
import io.nwfilter.netfilter.packet.Packet;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.Match;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/** Which kinds of packets, matches and targets were there. */
final class Coverage {

  private final Set<LayerType> layers = EnumSet.noneOf(LayerType.class);
  private final Set<Field> fields = EnumSet.noneOf(Field.class);
  private final Set<String> matches = new TreeSet<>();
  private final Set<String> targets = new TreeSet<>();

  void add(Packet packet) {
    packet.layers().forEach(layer -> layers.add(layer.type()));
  }

  void add(RuleCase rules) {
    rules.rulesets().values().stream()
        .flatMap(ruleset -> ruleset.tables().values().stream())
        .flatMap(table -> table.chains().values().stream())
        .flatMap(chain -> chain.rules().stream())
        .forEach(this::add);
  }

  private void add(ChainRule rule) {
    rule.matches().forEach(this::add);
    Target target = rule.target();
    targets.add(
        target instanceof Target.ExtensionTarget extension
            ? extension.name()
            : target.getClass().getSimpleName());
  }

  private void add(Match match) {
    if (match instanceof FieldMatch field) {
      fields.add(field.field());
    } else if (match instanceof ExtensionMatch extension) {
      matches.add(extension.extension());
    } else {
      matches.add(match.getClass().getSimpleName());
    }
  }

  /** {@return the kinds of layers that no packet had} */
  Set<LayerType> missingLayers() {
    return EnumSet.complementOf(EnumSet.copyOf(layers));
  }

  /** {@return the fields that no rule asks for} */
  Set<Field> missingFields() {
    return EnumSet.complementOf(EnumSet.copyOf(fields));
  }

  /** {@return the matches that are not on fields, by class or extension} */
  Set<String> otherMatches() {
    return matches;
  }

  /** {@return the targets, by class or extension} */
  Set<String> targets() {
    return targets;
  }
}
