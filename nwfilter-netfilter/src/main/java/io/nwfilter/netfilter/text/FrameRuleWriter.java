package io.nwfilter.netfilter.text;

import io.nwfilter.core.value.MacAddress;
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
import java.util.List;
import java.util.Locale;

/** Writes rules as ebtables(8) reads them, where a negation comes after the option. */
final class FrameRuleWriter extends RuleWriter {

  FrameRuleWriter(Spelling spelling, StringBuilder out) {
    super(Family.BRIDGE, spelling, out);
  }

  /** ebtables takes no quotes inside quotes. */
  @Override
  void text(String text) {
    if (text.indexOf('"') >= 0) {
      throw new InexpressibleException("ebtables cannot write a quotation mark in '" + text + "'");
    }
    Quoting.quote(text, out);
  }

  @Override
  public StringBuilder visit(FieldMatch match) {
    FieldOption row = options.rowOf(match, context, matches);
    out.append(' ').append(row.name(spelling)).append(match.negated() ? " ! " : " ");
    row.form().write(match.field(), match.values(), spelling, out);
    context.add(match);
    return out;
  }

  @Override
  public StringBuilder visit(EitherPortMatch match) {
    throw refusal(match);
  }

  @Override
  public StringBuilder visit(GratuitousArpMatch match) {
    out.append(match.negated() ? " ! --arp-gratuitous" : " --arp-gratuitous");
    return out;
  }

  @Override
  public StringBuilder visit(AmongMatch match) {
    out.append(match.field() == Field.ETHERNET_SOURCE ? " --among-src" : " --among-dst");
    out.append(match.negated() ? " ! " : " ");
    String comma = "";
    for (AmongMatch.Member member : match.members()) {
      out.append(comma);
      among(member.mac());
      member.ip().ifPresent(ip -> ip.appendTo(out.append('=')));
      comma = ",";
    }
    return out;
  }

  /** The one option whose MAC addresses ebtables-save prints without leading zeros. */
  private void among(MacAddress mac) {
    if (spelling == Spelling.RESTORE) {
      mac.appendTo(out);
      return;
    }
    for (int shift = 40; shift >= 0; shift -= 8) {
      out.append(Long.toHexString(mac.bits() >>> shift & 0xff)).append(shift > 0 ? ":" : "");
    }
  }

  @Override
  public StringBuilder visit(SetMatch match) {
    throw refusal(match);
  }

  @Override
  public StringBuilder visit(ConnectionLimitMatch match) {
    throw refusal(match);
  }

  @Override
  public StringBuilder visit(CommentMatch match) {
    throw refusal(match);
  }

  @Override
  public StringBuilder visit(ExtensionMatch match) {
    for (OptionUse use : match.options()) {
      boolean flag = use.words().isEmpty(); // after it, a negation would be that of the next option
      out.append(use.negated() && flag ? " ! --" : " --").append(use.name());
      out.append(use.negated() && !flag ? " !" : "");
      words(
          use,
          ExtensionTable.option(family, match.extension(), use.name())
              .orElseThrow(() -> refusal(match)));
    }
    if (match.options().isEmpty()) {
      throw refusal(match);
    }
    return out;
  }

  @Override
  public StringBuilder visit(OpaqueMatch match) {
    if (!isOwnOption(match)) {
      throw refusal(match);
    }
    match.words().forEach(word -> out.append(' ').append(word));
    return out;
  }

  /** {@return whether the words are the one option that the match is named after} */
  private static boolean isOwnOption(OpaqueMatch match) {
    List<String> words = match.words();
    int option = !words.isEmpty() && words.get(0).equals("!") ? 1 : 0;
    return words.size() > option
        && words.get(option).equals("--" + match.extension())
        && words.stream().skip(option + 1).noneMatch(word -> new Token(word, word, 1).isOption());
  }

  @Override
  public StringBuilder visit(Target.Verdict target) {
    out.append(" -j ").append(target.name());
    return out;
  }

  /** ebtables takes CONTINUE for the target, even if there is a chain of that name. */
  @Override
  public StringBuilder visit(Target.Jump target) {
    if (target.chain().equals(Target.Verdict.CONTINUE.name())) {
      throw refusal(target);
    }
    return super.visit(target);
  }

  @Override
  public StringBuilder visit(Target.Reject target) {
    throw refusal(target);
  }

  @Override
  public StringBuilder visit(Target.Goto target) {
    throw refusal(target);
  }

  @Override
  public StringBuilder visit(Target.AddressTranslation target) {
    throw refusal(target);
  }

  @Override
  public StringBuilder visit(Target.SetMark target) {
    throw refusal(target);
  }

  @Override
  public StringBuilder visit(Target.FrameMark target) {
    target("mark").append(" --mark-").append(target.operation().word());
    out.append(" 0x").append(Long.toHexString(target.value()));
    out.append(" --mark-target ").append(target.then().name());
    return out;
  }

  @Override
  public StringBuilder visit(Target.MacTranslation target) {
    String name = target.kind().name().toLowerCase(Locale.ROOT);
    target(name);
    target
        .mac()
        .ifPresent(
            mac -> {
              boolean source = target.kind() == Target.MacTranslationKind.SNAT;
              mac.appendTo(out.append(source ? " --to-src " : " --to-dst "));
            });
    if (target.arp()) {
      out.append(" --snat-arp");
    }
    if (target.mac().isPresent() || target.then() != Target.Verdict.ACCEPT) {
      out.append(" --").append(name).append("-target ").append(target.then().name());
    }
    return out;
  }

  @Override
  public StringBuilder visit(Target.ArpReply target) {
    target.mac().appendTo(target("arpreply").append(" --arpreply-mac "));
    if (target.then() != Target.Verdict.DROP) {
      out.append(" --arpreply-target ").append(target.then().name());
    }
    return out;
  }

  @Override
  public StringBuilder visit(Target.ExtensionTarget target) {
    throw refusal(target);
  }

  @Override
  public StringBuilder visit(Target.OpaqueTarget target) {
    target(target.name());
    target.words().forEach(word -> out.append(' ').append(word));
    return out;
  }
}
