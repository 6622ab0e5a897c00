package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.ruleset.OptionUse;
import io.nwfilter.netfilter.ruleset.Target;
import io.nwfilter.netfilter.ruleset.Target.ExtensionTarget;
import java.util.Optional;

/** What listings of iptables print of the targets MARK and CONNMARK. */
final class MarkText {

  private static final long ALL = 0xffff_ffffL;
  private static final String ALL_TEXT = "0xffffffff";

  private MarkText() {}

  /** Appends how a mark is set: by the simplest operation that does the same. */
  static void set(Target.SetMark mark, StringBuilder out) {
    if (mark.value() == 0) {
      hex(~mark.mask() & ALL, out.append(" and "));
    } else if (mark.value() == mark.mask()) {
      hex(mark.value(), out.append(" or "));
    } else if (mark.mask() == 0) {
      hex(mark.value(), out.append(" xor "));
    } else if (mark.mask() == ALL) {
      hex(mark.value(), out.append(" set "));
    } else {
      hex(mark.value(), out.append(" xset "));
      hex(mark.mask(), out.append('/'));
    }
  }

  private static void hex(long number, StringBuilder out) {
    out.append("0x").append(Long.toHexString(number));
  }

  /** Appends what CONNMARK does, without its shifts. */
  static void connection(ExtensionTarget target, StringBuilder out) {
    for (OptionUse use : target.options()) {
      if (use.words().size() == 1) {
        TargetReader.setMark("--" + use.name(), use.words().get(0))
            .ifPresent(mark -> set(mark, out));
      } else if (use.name().equals("save-mark")) {
        copy(" save", "nfmask", "ctmask", target, out);
      } else if (use.name().equals("restore-mark")) {
        copy(" restore", "ctmask", "nfmask", target, out);
      }
    }
  }

  private static void copy(
      String verb, String from, String to, ExtensionTarget target, StringBuilder out) {
    String both = word(target, "mask").orElse(ALL_TEXT);
    String fromMask = word(target, from).orElse(both);
    String toMask = word(target, to).orElse(both);
    out.append(verb);
    if (!fromMask.equals(toMask)) {
      out.append(' ').append(from).append(' ').append(fromMask);
      out.append(' ').append(to).append(" ~").append(toMask);
    } else if (!fromMask.equals(ALL_TEXT)) {
      out.append(" mask ").append(fromMask);
    }
  }

  private static Optional<String> word(ExtensionTarget target, String option) {
    return target.options().stream()
        .filter(use -> use.name().equals(option))
        .map(use -> use.words().get(0))
        .findFirst();
  }
}
