package io.nwfilter.netfilter.text;

import com.google.common.base.Joiner;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.AmongMatch;
import io.nwfilter.netfilter.ruleset.CommentMatch;
import io.nwfilter.netfilter.ruleset.ConnectionLimitMatch;
import io.nwfilter.netfilter.ruleset.EitherPortMatch;
import io.nwfilter.netfilter.ruleset.ExtensionMatch;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.FieldMatch;
import io.nwfilter.netfilter.ruleset.GratuitousArpMatch;
import io.nwfilter.netfilter.ruleset.OpaqueMatch;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.SetMatch;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.TranslationFlag;
import java.util.Optional;

/**
 * Writes rules as iptables(8) and iptables-extensions(8) read them. An extension is loaded before
 * the first of its options, and stays until another one is loaded.
 */
final class PacketRuleWriter extends RuleWriter {

  private String loaded = "";

  PacketRuleWriter(Family family, Spelling spelling, StringBuilder out) {
    super(family, spelling, out);
  }

  @Override
  void begin() {
    super.begin();
    loaded = "";
  }

  private void load(String extension, boolean fresh) {
    if (fresh || !extension.equals(loaded)) {
      out.append(" -m ").append(extension);
      loaded = extension;
    }
  }

  /** Loads an extension that no later option belongs to. */
  private void loadAlone(String extension) {
    out.append(" -m ").append(extension);
    loaded = "";
  }

  private void option(boolean negated, String name) {
    out.append(negated ? " ! " : " ").append(name);
  }

  @Override
  public StringBuilder visit(FieldMatch match) {
    FieldOption row = options.rowOf(match, context, matches);
    if (!row.extension().isEmpty()) {
      load(row.extension(), match.fresh());
    }
    option(match.negated() != row.inverted(), row.name(spelling));
    if (row.form().words() > 0) {
      out.append(' ');
      row.form().write(match.field(), match.values(), spelling, out);
    }
    context.add(match);
    return out;
  }

  @Override
  public StringBuilder visit(EitherPortMatch match) {
    if (!NumberForms.LIST.takes(Field.SOURCE_PORT, match.ports())
        || !PacketOptions.ANY_PORTS.isMet(context)) {
      throw refusal(match);
    }
    load("multiport", match.fresh());
    option(match.negated(), "--ports ");
    NumberForms.LIST.write(Field.SOURCE_PORT, match.ports(), spelling, out);
    return out;
  }

  @Override
  public StringBuilder visit(GratuitousArpMatch match) {
    throw refusal(match);
  }

  @Override
  public StringBuilder visit(AmongMatch match) {
    throw refusal(match);
  }

  @Override
  public StringBuilder visit(SetMatch match) {
    loadAlone("set");
    option(match.negated(), "--match-set ");
    out.append(match.set().name()).append(' ');
    Joiner.on(',').appendTo(out, match.flags().ends());
    return out;
  }

  @Override
  public StringBuilder visit(ConnectionLimitMatch match) {
    int width = family == Family.IPV6 ? 128 : 32;
    if (match.prefixLength().orElse(0) > width) {
      throw refusal(match);
    }
    loadAlone("connlimit");
    out.append(match.negated() ? " --connlimit-upto " : " --connlimit-above ");
    out.append(match.above());
    if (match.prefixLength().isPresent() || spelling == Spelling.SAVE) {
      out.append(" --connlimit-mask ").append(match.prefixLength().orElse(width));
    }
    if (match.destination()) {
      out.append(" --connlimit-daddr");
    } else if (spelling == Spelling.SAVE) {
      out.append(" --connlimit-saddr");
    }
    return out;
  }

  @Override
  public StringBuilder visit(CommentMatch match) {
    loadAlone("comment");
    out.append(" --comment ");
    text(match.comment().text());
    return out;
  }

  @Override
  public StringBuilder visit(ExtensionMatch match) {
    if (!ExtensionTable.isKnown(family, match.extension())) {
      throw refusal(match);
    }
    load(match.extension(), match.fresh());
    for (OptionUse use : match.options()) {
      option(use.negated(), "--" + use.name());
      words(use, shape(match, use));
    }
    return out;
  }

  /** Options that ask for a field are also taken with arguments that no set of values says. */
  private OptionShape shape(ExtensionMatch match, OptionUse use) {
    return ExtensionTable.option(family, match.extension(), use.name())
        .or(
            () ->
                options
                    .find(match.extension(), "--" + use.name())
                    .map(row -> OptionShape.of(use.name(), row.form().words())))
        .orElseThrow(() -> refusal(match));
  }

  @Override
  public StringBuilder visit(OpaqueMatch match) {
    loadAlone(match.extension());
    match.words().forEach(word -> out.append(' ').append(word));
    return out;
  }

  /** A rule that goes on to the next one has no target here. */
  @Override
  public StringBuilder visit(Target.Verdict target) {
    if (target != Target.Verdict.CONTINUE) {
      out.append(" -j ").append(target.name());
    }
    return out;
  }

  @Override
  public StringBuilder visit(Target.Reject target) {
    String reason = target.reason().name(family).orElseThrow(() -> refusal(target));
    target("REJECT").append(" --reject-with ").append(reason);
    return out;
  }

  @Override
  public StringBuilder visit(Target.Goto target) {
    out.append(" -g ").append(target.chain());
    return out;
  }

  @Override
  public StringBuilder visit(Target.AddressTranslation target) {
    target(target.kind().name());
    switch (target.kind()) {
      case SNAT -> out.append(" --to-source ").append(TranslationText.destination(family, target));
      case DNAT ->
          out.append(" --to-destination ").append(TranslationText.destination(family, target));
      case MASQUERADE, REDIRECT ->
          target.ports().ifPresent(ports -> out.append(" --to-ports ").append(ports));
    }
    for (TranslationFlag flag : target.flags()) {
      out.append(" --").append(flag.option());
    }
    return out;
  }

  @Override
  public StringBuilder visit(Target.SetMark target) {
    target("MARK").append(" --set-xmark 0x").append(Long.toHexString(target.value()));
    out.append("/0x").append(Long.toHexString(target.mask()));
    return out;
  }

  @Override
  public StringBuilder visit(Target.FrameMark target) {
    throw refusal(target);
  }

  @Override
  public StringBuilder visit(Target.MacTranslation target) {
    throw refusal(target);
  }

  @Override
  public StringBuilder visit(Target.ArpReply target) {
    throw refusal(target);
  }

  @Override
  public StringBuilder visit(Target.ExtensionTarget target) {
    target(target.name());
    for (OptionUse use : target.options()) {
      Optional<OptionShape> shape = ExtensionTable.targetOption(target.name(), use.name());
      option(use.negated(), "--" + use.name());
      words(use, shape.orElseThrow(() -> refusal(target)));
    }
    if (!ExtensionTable.isKnownTarget(target.name())) {
      throw refusal(target);
    }
    return out;
  }

  @Override
  public StringBuilder visit(Target.OpaqueTarget target) {
    target(target.name());
    target.words().forEach(word -> out.append(' ').append(word));
    return out;
  }
}
