package io.nwfilter.netfilter.nft;

import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Target;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chains without a name, which nft lists within the rule that leads to them. They have a name here,
 * as they have in Linux, by which they are known.
 */
final class AnonymousChains {

  static final String PREFIX = "__chain";

  private static final Pattern NAME = Pattern.compile(PREFIX + "\\d+");

  private AnonymousChains() {}

  private static boolean isAnonymous(NftChain chain) {
    return NAME.matcher(chain.name()).matches()
        && !chain.chain().isBase()
        && chain.comment().isEmpty()
        && !chain.chain().rules().isEmpty()
        && chain.chain().rules().stream().allMatch(rule -> rule.entered().isEmpty());
  }

  /** {@return whether a chain is written within the only rule that leads to it} */
  static boolean isInARule(NftTable table, NftChain chain) {
    return isAnonymous(chain)
        && table.chains().values().stream()
                .flatMap(other -> other.chain().rules().stream())
                .filter(rule -> rule.entered().filter(chain.name()::equals).isPresent())
                .count()
            == 1;
  }

  /** {@return a rule as nft lists it, with the chain without a name that it leads to} */
  static String text(NftTable table, ChainRule rule) {
    String text = RuleText.write(table.family(), rule);
    Optional<NftChain> entered =
        rule.entered()
            .filter(name -> name.startsWith(PREFIX))
            .flatMap(name -> Optional.ofNullable(table.chains().get(name)))
            .filter(chain -> isInARule(table, chain));
    if (entered.isEmpty()) {
      return text;
    }
    String verb = rule.target() instanceof Target.Goto ? "goto " : "jump ";
    String rules =
        entered.get().chain().rules().stream()
            .map(inner -> "\t\t\t" + RuleText.write(table.family(), inner) + "\n")
            .collect(Collectors.joining("", "{\n", "\t\t}"));
    return text.replace(verb + entered.get().name(), verb + rules);
  }
}
