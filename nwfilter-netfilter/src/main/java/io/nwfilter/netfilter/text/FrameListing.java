package io.nwfilter.netfilter.text;

import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Table;

/** Prints tables in the form of {@code ebtables -L}. */
final class FrameListing extends TableListing {

  private final StringBuilder part = new StringBuilder(80);
  private final FrameRuleWriter rules = new FrameRuleWriter(Spelling.SAVE, part);

  FrameListing(ListingOptions options) {
    super(options);
  }

  @Override
  void begin(Table table) {
    out.append("Bridge table: ").append(table.name()).append("\n\n");
  }

  @Override
  void begin(Chain chain) {
    out.append("Bridge chain: ").append(chain.name());
    out.append(", entries: ").append(chain.rules().size());
    out.append(", policy: ").append(chain.policy()).append('\n');
  }

  @Override
  void rule(int number, ChainRule rule) {
    part.setLength(0);
    rules.append(rule);
    if (options.lineNumbers()) {
      out.append(number).append(' ');
    }
    out.append(part, 1, part.length()).append('\n'); // without the blank before the first word
  }
}
