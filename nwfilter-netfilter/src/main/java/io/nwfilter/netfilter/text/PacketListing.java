package io.nwfilter.netfilter.text;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Counters;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Table;
import io.nwfilter.netfilter.ruleset.Target;

/** Prints tables in the columns of {@code iptables -L -n -v} and {@code ip6tables -L -n -v}. */
final class PacketListing extends TableListing {

  private static final int COUNTER = 5;
  private static final int EXACT_COUNTER = 8;
  private static final int LINE_NUMBER = 4;
  private static final int TARGET = 9;

  private final Family family;
  private final StringBuilder part = new StringBuilder(80);
  private final MatchListing matches;
  private final TargetListing targets;
  private final Multiset<String> references = HashMultiset.create();

  PacketListing(Family family, ListingOptions options) {
    super(options);
    this.family = family;
    this.matches = new MatchListing(family, part);
    this.targets = new TargetListing(family, part);
  }

  @Override
  void begin(Table table) {
    out.append("# Table: ").append(table.name()).append('\n');
    references.clear();
    for (Chain chain : table.chains().values()) {
      for (ChainRule rule : chain.rules()) {
        rule.entered().ifPresent(references::add);
      }
    }
  }

  @Override
  void begin(Chain chain) {
    out.append("Chain ").append(chain.name()).append(" (");
    if (chain.isBase()) {
      Counters counters = chain.counters().orElse(Counters.ZERO);
      out.append("policy ").append(chain.policy()).append(' ');
      out.append(count(counters.packets())).append(" packets, ");
      out.append(count(counters.bytes())).append(" bytes)\n");
    } else {
      out.append(references.count(chain.name())).append(" references)\n");
    }
    out.append(options.lineNumbers() ? "num  " : "");
    out.append(options.exactCounters() ? "    pkts      bytes " : " pkts bytes ");
    out.append("target     prot opt in     out     source               destination         \n");
  }

  private String count(long number) {
    return CounterText.of(number, options.exactCounters());
  }

  private void counters(String packets, String bytes) {
    int width = options.exactCounters() ? EXACT_COUNTER : COUNTER;
    ListingColumn.right(packets, width, out);
    ListingColumn.right(bytes, width, out.append(' '));
    out.append(' ');
  }

  @Override
  void rule(int number, ChainRule rule) {
    part.setLength(0);
    matches.append(rule.matches());
    String target = rule.target().accept(targets);
    if (options.lineNumbers()) {
      ListingColumn.left(Integer.toString(number), LINE_NUMBER, out);
      out.append(' ');
    }
    Counters counters = rule.counters().orElse(Counters.ZERO);
    counters(count(counters.packets()), count(counters.bytes()));
    ListingColumn.left(target, TARGET, out);
    out.append(' ');
    for (ListingColumn column : ListingColumn.values()) {
      column.append(matches.column(column), family, out);
    }
    out.append(rule.target() instanceof Target.Goto ? "[goto] " : "").append(part).append('\n');
  }
}
