package io.nwfilter.netfilter.nft;

import com.google.common.collect.Lists;
import io.nwfilter.netfilter.ruleset.BaseHook;
import io.nwfilter.netfilter.ruleset.Chain;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.SetKey;
import io.nwfilter.netfilter.text.InexpressibleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Writes rulesets as scripts, which {@code nft -f} loads in one transaction: all of it or nothing.
 * The text is that of {@code nft list ruleset}, but for the order of parts and of elements, and for
 * numbers of which nft knows a name from the host. Large tables are written on the threads of
 * {@link java.util.concurrent.ForkJoinPool#commonPool()}.
 *
 * <pre>{@code
 * String script = NftScript.replace(List.of(table)); // nft -f -
 * }</pre>
 */
public final class NftScript {

  /** More elements than these are written one to a line. */
  private static final int OF_A_LINE = 4;

  /** How many parts of a table a thread writes at a time. */
  private static final int OF_A_BATCH = 64;

  private final StringBuilder out = new StringBuilder();

  private NftScript() {}

  /**
   * {@return the tables of a ruleset}
   *
   * @param ruleset the ruleset
   * @throws InexpressibleException if a script cannot carry a part of it, such as a match that only
   *     iptables has
   */
  public static String write(NftRuleset ruleset) {
    NftScript script = new NftScript();
    ruleset.tables().forEach(script::table);
    ruleset.others().forEach(other -> script.out.append(other.text()).append('\n'));
    return script.out.toString();
  }

  /**
   * {@return a script that makes tables, and first deletes those of the same families and names, if
   * there are any} Nothing else in the kernel is changed, and packets meet either the old tables or
   * the new ones.
   *
   * @param tables the tables
   * @throws InexpressibleException if a script cannot carry a part of them
   */
  public static String replace(List<NftTable> tables) {
    NftScript script = new NftScript();
    for (NftTable table : tables) {
      Keywords.require(table.name().name());
      script.out.append(table).append('\n'); // so that there is one to delete
      script.out.append("delete ").append(table).append('\n');
    }
    tables.forEach(script::table);
    return script.out.toString();
  }

  /**
   * {@return a rule as nft lists it, without what it is indented by}
   *
   * @param family the family of its table
   * @param rule the rule
   * @throws InexpressibleException if nft has no statement for a part of it
   */
  public static String line(NftFamily family, ChainRule rule) {
    return RuleText.write(family, rule);
  }

  private void table(NftTable table) {
    Keywords.require(table.name().name());
    out.append(table).append(" {\n");
    if (!table.flags().isEmpty()) {
      String flags = table.flags().stream().map(TableFlag::word).collect(Collectors.joining(","));
      out.append("\tflags ").append(flags).append('\n');
    }
    table.comment().ifPresent(text -> out.append('\t').append(Quoted.comment(text)).append('\n'));
    List<Consumer<NftScript>> parts = new ArrayList<>();
    table.others().stream()
        .filter(other -> !isSet(other))
        .forEach(other -> parts.add(script -> script.other(other)));
    table.sets().values().forEach(set -> parts.add(script -> script.set(set)));
    table.maps().values().forEach(map -> parts.add(script -> script.map(map)));
    table.others().stream()
        .filter(NftScript::isSet)
        .forEach(other -> parts.add(script -> script.other(other)));
    table.chains().values().stream()
        .filter(chain -> !AnonymousChains.isInARule(table, chain))
        .forEach(chain -> parts.add(script -> script.chain(table, chain)));
    boolean first = table.comment().isEmpty() && table.flags().isEmpty();
    for (StringBuilder some : texts(parts)) {
      out.append(some, first ? 1 : 0, some.length());
      first = false;
    }
    out.append("}\n");
  }

  /** {@return the texts of parts, each with an empty line before it, some parts in one} */
  private static List<StringBuilder> texts(List<Consumer<NftScript>> parts) {
    List<List<Consumer<NftScript>>> batches = Lists.partition(parts, OF_A_BATCH);
    try {
      return batches.parallelStream().map(NftScript::text).toList();
    } catch (InexpressibleException e) {
      return batches.stream().map(NftScript::text).toList(); // throws the first one in order
    }
  }

  private static StringBuilder text(List<Consumer<NftScript>> parts) {
    NftScript script = new NftScript();
    for (Consumer<NftScript> part : parts) {
      script.out.append('\n');
      part.accept(script);
    }
    return script.out;
  }

  /** {@return whether it may lead to chains or ask for other parts of the table} */
  private static boolean isSet(NftObject other) {
    return other.kind().equals("set") || other.kind().equals("map");
  }

  private void other(NftObject other) {
    out.append('\t').append(other.text()).append('\n');
  }

  /** {@return the block that declares a set} */
  static String block(NftSet set) {
    NftScript script = new NftScript();
    script.set(set);
    return script.out.toString().strip();
  }

  /** {@return the block that declares a map} */
  static String block(NftVerdictMap map) {
    NftScript script = new NftScript();
    script.map(map);
    return script.out.toString().strip();
  }

  private void set(NftSet set) {
    begin("set", set.name().name());
    line("type " + type(set.type()));
    flags(set.type());
    set.comment().ifPresent(text -> line(Quoted.comment(text)));
    elements(set.elements().stream().map(element -> element(set.type(), element)).toList());
    end();
  }

  private void map(NftVerdictMap map) {
    begin("map", map.name().name());
    line("type " + type(map.type()) + " : verdict");
    flags(map.type());
    map.comment().ifPresent(text -> line(Quoted.comment(text)));
    elements(
        map.entries().entrySet().stream()
            .map(
                entry ->
                    element(map.type(), entry.getKey())
                        + " : "
                        + TargetText.verdict(entry.getValue()))
            .toList());
    end();
  }

  private static String type(SetType type) {
    return type.key().stream().map(KeyType::word).collect(Collectors.joining(" . "));
  }

  private void flags(SetType type) {
    if (!type.flags().isEmpty()) {
      line("flags " + type.flags().stream().map(SetFlag::word).collect(Collectors.joining(",")));
    }
  }

  private static String element(SetType type, SetKey element) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < type.key().size(); i++) {
      parts.add(ValuesText.element(Expressions.ofType(type.key().get(i)), element.parts().get(i)));
    }
    return String.join(" . ", parts);
  }

  private void elements(List<String> elements) {
    if (!elements.isEmpty()) {
      String separator = elements.size() <= OF_A_LINE ? ", " : ",\n\t\t\t     ";
      line("elements = { " + String.join(separator, elements) + " }");
    }
  }

  private void chain(NftTable table, NftChain named) {
    Chain chain = named.chain();
    begin("chain", chain.name());
    named.comment().ifPresent(text -> line(Quoted.comment(text)));
    chain.base().ifPresent(base -> line(base(table.family(), base, chain)));
    for (ChainRule rule : chain.rules()) {
      line(AnonymousChains.text(table, rule));
    }
    end();
  }

  private static String base(NftFamily family, BaseHook base, Chain chain) {
    return "type "
        + lower(base.type())
        + " hook "
        + lower(base.hook())
        + " priority "
        + Priorities.write(family, base.hook(), base.priority())
        + "; policy "
        + lower(chain.policy())
        + ";";
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private void begin(String kind, String name) {
    Keywords.require(name);
    out.append('\t').append(kind).append(' ').append(name).append(" {\n");
  }

  private void line(String text) {
    out.append("\t\t").append(text).append('\n');
  }

  private void end() {
    out.append("\t}\n");
  }
}
