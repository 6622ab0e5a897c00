package io.nwfilter.netfilter.text;

import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.StatementTarget;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.VerdictMapTarget;
import java.util.List;

/**
 * Prints what targets do as {@code iptables -L -n -v} does, each with a blank before it, and
 * returns what is in the column for targets.
 */
final class TargetListing implements Target.Visitor<String> {

  private final Family family;
  private final StringBuilder out;
  private final OptionWords words;

  TargetListing(Family family, StringBuilder out) {
    this.family = family;
    this.out = out;
    this.words = new OptionWords(out);
  }

  @Override
  public String visit(Target.Verdict target) {
    return target == Target.Verdict.CONTINUE ? "" : target.name();
  }

  @Override
  public String visit(Target.Reject target) {
    out.append(" reject-with ")
        .append(
            target
                .reason()
                .name(family)
                .orElseThrow(() -> InexpressibleException.of(family, target)));
    return "REJECT";
  }

  @Override
  public String visit(Target.Jump target) {
    return target.chain();
  }

  @Override
  public String visit(Target.Goto target) {
    return target.chain();
  }

  @Override
  public String visit(Target.AddressTranslation target) {
    switch (target.kind()) {
      case SNAT, DNAT -> out.append(" to:").append(TranslationText.destination(family, target));
      case MASQUERADE ->
          target.ports().ifPresent(ports -> out.append(" masq ports: ").append(ports));
      case REDIRECT -> target.ports().ifPresent(ports -> out.append(" redir ports ").append(ports));
    }
    target.flags().forEach(flag -> out.append(' ').append(flag.option()));
    return target.kind().name();
  }

  @Override
  public String visit(Target.SetMark target) {
    MarkText.set(target, out.append(" MARK"));
    return "MARK";
  }

  @Override
  public String visit(Target.FrameMark target) {
    throw InexpressibleException.of(family, target);
  }

  @Override
  public String visit(Target.MacTranslation target) {
    throw InexpressibleException.of(family, target);
  }

  @Override
  public String visit(Target.ArpReply target) {
    throw InexpressibleException.of(family, target);
  }

  @Override
  public String visit(Target.ExtensionTarget target) {
    Extension extension =
        ExtensionTable.target(target.name())
            .filter(known -> known.options().keySet().containsAll(names(target)))
            .orElseThrow(() -> InexpressibleException.of(family, target));
    OptionWords.require(extension, target.options());
    words.heading(extension);
    if (target.name().equals("CONNMARK")) {
      connectionMark(target);
    }
    flags(extension, target);
    words.append(extension, target.options());
    return extension.column().isEmpty() ? target.name() : extension.column();
  }

  private void connectionMark(Target.ExtensionTarget target) {
    try {
      MarkText.connection(target, out);
    } catch (IllegalValueException e) {
      throw new InexpressibleException("CONNMARK: " + e.getMessage());
    }
  }

  private static List<String> names(Target.ExtensionTarget target) {
    return target.options().stream().map(OptionUse::name).toList();
  }

  /** Some options of LOG are printed as one number. */
  private void flags(Extension extension, Target.ExtensionTarget target) {
    boolean any = false;
    int sum = 0;
    for (var option : extension.options().entrySet()) {
      int flag = option.getValue().listing().flag();
      any |= flag != 0;
      if (names(target).contains(option.getKey())) {
        sum |= flag;
      }
    }
    if (any) {
      out.append(" flags ").append(sum);
    }
  }

  @Override
  public String visit(Target.OpaqueTarget target) {
    target.words().forEach(word -> out.append(' ').append(word));
    return target.name();
  }

  @Override
  public String visit(VerdictMapTarget target) {
    throw InexpressibleException.of(family, target);
  }

  @Override
  public String visit(StatementTarget target) {
    throw InexpressibleException.of(family, target);
  }
}
