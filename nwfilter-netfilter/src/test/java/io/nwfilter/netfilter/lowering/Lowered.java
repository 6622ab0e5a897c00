package io.nwfilter.netfilter.lowering;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.base.Splitter;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.Diagnostic;
import io.nwfilter.core.diagnostic.DiagnosticCode;
import io.nwfilter.core.diagnostic.SourceLocation;
import io.nwfilter.core.domain.FilterBinding;
import io.nwfilter.core.domain.InterfaceName;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterLibrary;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Parameters;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.value.MacAddress;
import io.nwfilter.netfilter.CompileCode;
import io.nwfilter.netfilter.CompileOptions;
import io.nwfilter.netfilter.CompiledInterface;
import io.nwfilter.netfilter.FilterCompiler;
import io.nwfilter.netfilter.diagnostic.LoweringCode;
import io.nwfilter.netfilter.diagnostic.LoweringException;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.text.RestoreText;
import java.util.Arrays;
import java.util.List;

/** The rules of interface vnet0 under a filter that a test writes down in a line for each rule. */
record Lowered(CompiledInterface compiled) {

  static final SourceLocation HERE = new SourceLocation("f.xml", 3, 5);

  private static final Splitter WORDS = Splitter.on(' ');

  /**
   * Returns what becomes of rules such as {@code accept in tcp srcportstart=1 !dscp=2}, in which an
   * exclamation mark negates, {@code -} stands for no protocol, and {@code priority=} and {@code
   * statematch=0} stand before the attributes.
   */
  static Lowered of(String... rules) {
    return of(filter(rules));
  }

  private static Filter filter(String... rules) {
    Filter.Builder filter = Filter.builder("f");
    for (String rule : rules) {
      filter.rule(rule(rule));
    }
    return filter.build();
  }

  /** Returns what becomes of a filter that is named f, with those that it includes. */
  static Lowered of(Filter... filters) {
    return of(Semantics.AS_LIBVIRT, Parameters.NONE, filters);
  }

  /** Returns what becomes of a filter that is named f when it is understood as written. */
  static Lowered asWritten(String... rules) {
    return asWritten(Parameters.NONE, filter(rules));
  }

  /** Returns what becomes of rules with variables. */
  static Lowered of(Parameters parameters, String... rules) {
    return of(Semantics.AS_LIBVIRT, parameters, filter(rules));
  }

  /** Returns what becomes of rules with variables when they are understood as written. */
  static Lowered asWritten(Parameters parameters, String... rules) {
    return asWritten(parameters, filter(rules));
  }

  /** Returns what becomes of a filter that is named f when it is understood as written. */
  static Lowered asWritten(Parameters parameters, Filter... filters) {
    return of(Semantics.AS_WRITTEN, parameters, filters);
  }

  private static Lowered of(Semantics semantics, Parameters parameters, Filter... filters) {
    CompileOptions options =
        CompileOptions.builder()
            .library(FilterLibrary.of(Arrays.asList(filters)))
            .semantics(semantics)
            .build();
    FilterBinding binding =
        FilterBinding.of(
            new InterfaceName("vnet0"),
            MacAddress.parse("52:54:00:01:02:03"),
            FilterReference.of("f", parameters));
    return new Lowered(FilterCompiler.compile(binding, options));
  }

  static LoweringException failure(String... rules) {
    return assertThrows(LoweringException.class, () -> of(rules));
  }

  static Rule.Builder rule(String line) {
    List<String> words = WORDS.splitToList(line);
    Rule.Builder rule =
        Rule.builder(
                Action.of(words.get(0)).orElseThrow(), Direction.of(words.get(1)).orElseThrow())
            .location(HERE);
    if (words.get(2).equals("-")) {
      return withAttributes(rule, List.of(), words.subList(3, words.size()));
    }
    Protocol protocol = Protocol.of(words.get(2)).orElseThrow();
    return withAttributes(
        rule.protocol(protocol),
        protocol.attributes().stream().map(spec -> spec.attribute()).toList(),
        words.subList(3, words.size()));
  }

  private static Rule.Builder withAttributes(
      Rule.Builder rule, List<? extends Attribute<?>> attributes, List<String> words) {
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = word.substring(0, equals);
      String value = word.substring(equals + 1);
      if (name.equals("priority")) {
        rule.priorityAsWritten(Integer.parseInt(value));
      } else if (name.equals("statematch")) {
        rule.withoutStateMatch();
      } else if (name.startsWith("!")) {
        rule.whereNotText(find(attributes, name.substring(1)), value);
      } else {
        rule.whereText(find(attributes, name), value);
      }
    }
    return rule;
  }

  private static Attribute<?> find(List<? extends Attribute<?>> attributes, String name) {
    return attributes.stream().filter(a -> a.xmlName().equals(name)).findFirst().orElseThrow();
  }

  String text(Family family) {
    return RestoreText.write(compiled.change(family));
  }

  /** Returns the rules that are appended to a chain, without the chain's name. */
  List<String> chain(Family family, String chain) {
    String prefix = "-A " + chain + " ";
    return text(family)
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  List<String> forwardIn() {
    return chain(Family.IPV4, "FI-vnet0");
  }

  List<String> forwardOut() {
    return chain(Family.IPV4, "FO-vnet0");
  }

  List<String> hostIn() {
    return chain(Family.IPV4, "HI-vnet0");
  }

  /** Returns the rules of the root chain for frames from the guest. */
  List<String> fromGuest() {
    return chain(Family.BRIDGE, "libvirt-I-vnet0");
  }

  /** Returns the rules of the root chain for frames to the guest. */
  List<String> toGuest() {
    return chain(Family.BRIDGE, "libvirt-O-vnet0");
  }

  /** Returns whether it is said that rules are mirrored. */
  boolean saysMirrored() {
    return compiled.diagnostics().stream().anyMatch(d -> d.code() == LoweringCode.MIRRORED);
  }

  /** Returns the ids of the diagnostics, without those that most rules of the IP layer get. */
  List<String> codes() {
    return compiled.diagnostics().stream()
        .map(Diagnostic::code)
        .filter(code -> code != CompileCode.NOT_FILTERED_WHEN_ROUTED)
        .filter(code -> code != LoweringCode.MIRRORED)
        .map(DiagnosticCode::id)
        .toList();
  }
}
