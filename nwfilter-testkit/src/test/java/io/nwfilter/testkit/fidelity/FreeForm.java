package io.nwfilter.testkit.fidelity;

import com.google.common.base.Ascii;
import com.google.common.xml.XmlEscapers;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.Filter;
import io.nwfilter.core.filter.FilterEntry;
import io.nwfilter.core.filter.FilterReference;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Ipv4Address;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.PrefixLength;
import io.nwfilter.core.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Writes filters as people do: attributes in any order, several elements of one name, values that
 * later ones override, masks with dots, numbers with signs and zeros, both quotes, odd spacing,
 * comments, and things that libvirt does not know.
 */
final class FreeForm {

  private final Random random;
  private final StringBuilder out = new StringBuilder();

  private FreeForm(Random random) {
    this.random = random;
  }

  static String write(Filter filter, Random random) {
    FreeForm form = new FreeForm(random);
    form.filter(filter);
    return form.out.toString();
  }

  private void filter(Filter filter) {
    out.append(oneOf("", "<?xml version='1.0' encoding='UTF-8'?>\n", "<!-- by hand -->\r\n"));
    List<String> attributes = new ArrayList<>();
    attributes.add(attribute("name", filter.name()));
    attributes.add(attribute("chain", filter.chain().toString()));
    if (filter.chainPriority() != filter.chain().protocol().defaultPriority() || oneIn(2)) {
      attributes.add(attribute("priority", "" + filter.chainPriority()));
    }
    open("filter", attributes);
    for (FilterEntry entry : filter.entries()) {
      space();
      if (entry instanceof Rule rule) {
        rule(rule);
      } else if (entry instanceof FilterReference reference) {
        reference(reference);
      }
    }
    out.append("</filter>\n");
  }

  private void reference(FilterReference reference) {
    open("filterref", List.of(attribute("filter", reference.filter())));
    reference
        .parameters()
        .values()
        .forEach((name, values) -> values.forEach(value -> parameter(name, value)));
    close("filterref");
  }

  private void parameter(String name, String value) {
    open("parameter", List.of(attribute("name", name), attribute("value", value)));
    close("parameter");
  }

  private void rule(Rule rule) {
    List<String> attributes = new ArrayList<>();
    attributes.add(attribute("action", rule.action().toString()));
    attributes.add(attribute("direction", rule.direction().toString()));
    if (rule.priority() != Rule.DEFAULT_PRIORITY || oneIn(2)) {
      attributes.add(
          attribute(
              "priority", rule.priority() < 0 ? "" + rule.priority() : " +0" + rule.priority()));
    }
    if (!rule.stateMatch()) {
      attributes.add(attribute("statematch", oneOf("0", "false", "False")));
    }
    open("rule", attributes);
    rule.protocol().ifPresent(protocol -> elements(protocol, rule.conditions().values()));
    close("rule");
  }

  private void elements(Protocol protocol, Collection<Condition<?>> conditions) {
    List<List<Condition<?>>> elements = new ArrayList<>();
    for (Condition<?> condition : conditions) {
      elements.add(new ArrayList<>(List.of(condition)));
    }
    Collections.shuffle(elements, random);
    join(elements);
    elements.sort(Comparator.comparing(FreeForm::rank));
    conditions.stream()
        .filter(c -> oneIn(8) && mayBeOverridden(c))
        .findFirst()
        .ifPresent(c -> element(protocol, List.of(inverted(c))));
    elements.forEach(element -> element(protocol, element));
    if (elements.isEmpty()) {
      element(protocol, List.of());
    }
  }

  /** Moves some conditions into elements of others that are as negated. */
  private void join(List<List<Condition<?>>> elements) {
    for (int i = elements.size() - 1; i > 0; i--) {
      List<Condition<?>> into = elements.get(random.nextInt(i));
      if (!oneIn(4) && into.get(0).negated() == elements.get(i).get(0).negated()) {
        into.addAll(elements.remove(i));
      }
    }
  }

  /** The protocol that ports need comes first; behind a comment libvirt wants no other element. */
  private static int rank(List<Condition<?>> element) {
    if (element.stream().anyMatch(c -> c.spec().attribute() == Attributes.PROTOCOL)) {
      return 0;
    }
    return element.stream().anyMatch(c -> c.spec().attribute() == Attributes.COMMENT) ? 2 : 1;
  }

  private static boolean mayBeOverridden(Condition<?> condition) {
    return condition.spec().attribute() != Attributes.COMMENT
        && !condition.spec().attribute().xmlName().contains("port");
  }

  private static <T> Condition<T> inverted(Condition<T> condition) {
    return new Condition<>(condition.spec(), condition.value(), !condition.negated());
  }

  private void element(Protocol protocol, List<Condition<?>> conditions) {
    List<String> attributes = new ArrayList<>();
    conditions.forEach(c -> attributes.add(attribute(c.spec().attribute().xmlName(), text(c))));
    if (conditions.stream().anyMatch(Condition::negated)) {
      attributes.add(attribute("match", "no"));
    } else if (oneIn(4)) {
      attributes.add(attribute("match", oneOf("yes", "No", "")));
    }
    if (oneIn(8)) {
      attributes.add(attribute("colour", "red"));
    }
    open(protocol.elementName(), attributes);
    close(protocol.elementName());
  }

  private <T> String text(Condition<T> condition) {
    AttributeSpec<T> spec = condition.spec();
    String canonical = spec.print(condition.value());
    List<String> texts = new ArrayList<>(List.of(canonical));
    for (String text :
        List.of(
            " " + canonical,
            "+" + canonical,
            "00" + canonical,
            Ascii.toUpperCase(canonical),
            Ascii.toLowerCase(canonical),
            canonical.replace("0x", ""),
            canonical.replace(":0", ":"),
            canonical + "[@0]",
            mask(condition.value()))) {
      if (means(spec, text, condition.value())) {
        texts.add(text);
      }
    }
    return texts.get(random.nextInt(texts.size()));
  }

  private String mask(Value<?> value) {
    return value.fold(
        literal ->
            literal instanceof PrefixLength prefix
                ? prefix.bits() <= 32 && oneIn(2)
                    ? new Ipv4Address(-1).masked(prefix.bits()).toString()
                    : new Ipv6Address(-1, -1).masked(prefix.bits()).toString()
                : "",
        reference -> "");
  }

  private static <T> boolean means(AttributeSpec<T> spec, String text, Value<T> value) {
    try {
      return spec.parse(text).equals(value);
    } catch (IllegalValueException e) {
      return false;
    }
  }

  private String attribute(String name, String value) {
    String quote = oneOf("'", "\"");
    return name
        + oneOf("=", " = ")
        + quote
        + XmlEscapers.xmlAttributeEscaper().escape(value)
        + quote;
  }

  private void open(String element, List<String> attributes) {
    List<String> inAnyOrder = new ArrayList<>(attributes);
    Collections.shuffle(inAnyOrder, random);
    out.append('<').append(element);
    inAnyOrder.forEach(attribute -> out.append(oneOf(" ", "\n\t")).append(attribute));
    out.append(oneOf(">", " >"));
    space();
  }

  private void close(String element) {
    out.append("</").append(element).append('>');
    space();
  }

  private void space() {
    out.append(
        oneOf("", "\n  ", "\r\n\t", "<!-- ' -->", "<?pi ?>", "<unknown chain='x'/>", "text"));
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private String oneOf(String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
