package io.nwfilter.xml.document;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSet;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.filter.Action;
import io.nwfilter.core.filter.Direction;
import io.nwfilter.core.filter.Rule;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.XmlAttribute;
import io.nwfilter.xml.stream.XmlElement;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads {@code <rule>}. */
final class RuleParser {

  private static final ImmutableSet<String> ATTRIBUTES =
      ImmutableSet.of("action", "direction", "priority", "statematch");

  private static final ImmutableSet<String> PROTOCOLS =
      Arrays.stream(Protocol.values())
          .map(Protocol::elementName)
          .collect(ImmutableSet.toImmutableSet());

  private final DocumentReader reader;
  private final RuleRemarks remarks;

  RuleParser(DocumentReader reader, Semantics semantics) {
    this.reader = reader;
    this.remarks = new RuleRemarks(reader, semantics);
  }

  /** {@return the rule; null if its action or direction is illegal, which is noted} */
  @Nullable Rule parse(XmlElement element) {
    return reader.<@Nullable Rule>accepting(element, accepted -> parse(element, accepted));
  }

  private @Nullable Rule parse(XmlElement element, ImmutableSet<String> accepted) {
    Action action = reader.attempt(() -> action(element));
    Direction direction = reader.attempt(() -> direction(element));
    Rule.Builder rule =
        Rule.builder(
                action == null ? Action.DROP : action,
                direction == null ? Direction.INOUT : direction)
            .location(element.location())
            .acceptingCodes(accepted);
    priority(element, rule);
    stateMatch(element, rule);
    remarks.ignoreAttributes(element, ATTRIBUTES);
    protocol(element, rule);
    return action == null || direction == null ? null : rule.build();
  }

  /** {@return the action; unlike attributes of protocols, it is only known in lower case} */
  private static Action action(XmlElement element) {
    String text = required(element, "action");
    return Action.of(text)
        .filter(action -> action.toString().equals(text))
        .orElseThrow(() -> unknown(element, "action", text, Action.values()));
  }

  private static Direction direction(XmlElement element) {
    String text = required(element, "direction");
    return Direction.of(text)
        .filter(direction -> direction.toString().equals(text))
        .orElseThrow(() -> unknown(element, "direction", text, Direction.values()));
  }

  private static String required(XmlElement element, String attribute) {
    String text = element.attribute(attribute);
    if (text == null) {
      throw new DocumentException(
          DocumentCode.MISSING, element.location(), "the rule has no " + attribute);
    }
    return text;
  }

  private static DocumentException unknown(
      XmlElement element, String attribute, String text, Enum<?>[] known) {
    return new DocumentException(
        DocumentCode.ILLEGAL_VALUE,
        element.location(),
        attribute
            + ": '"
            + text
            + "' is not one of "
            + Arrays.toString(known)
            + Suggestion.orNothing(text, known));
  }

  private void priority(XmlElement element, Rule.Builder rule) {
    String text = element.attribute("priority");
    if (text == null) {
      return;
    }
    OptionalInt priority = LibvirtNumber.parse(text);
    priority.ifPresent(rule::priorityAsWritten);
    if (priority.isEmpty()
        || priority.getAsInt() < Rule.MIN_PRIORITY
        || priority.getAsInt() > Rule.MAX_PRIORITY) {
      reader.report(
          DocumentCode.RULE_PRIORITY_IGNORED,
          element.location(),
          "priority '"
              + text
              + "' is not a number from "
              + Rule.MIN_PRIORITY
              + " to "
              + Rule.MAX_PRIORITY
              + ": libvirt uses "
              + Rule.DEFAULT_PRIORITY);
    }
  }

  private void stateMatch(XmlElement element, Rule.Builder rule) {
    XmlAttribute attribute = element.first("statematch");
    if (attribute == null) {
      return;
    }
    String text = attribute.value();
    if (text.equals("0") || Ascii.equalsIgnoreCase(text, "false")) {
      rule.withoutStateMatch();
    } else if (!text.equals("1") && !Ascii.equalsIgnoreCase(text, "true")) {
      remarks.ignoreAttribute(
          element, attribute, "only '0' and 'false' turn the state match off, so it stays on");
    }
  }

  private void protocol(XmlElement element, Rule.Builder rule) {
    @Nullable ConditionParser conditions = null;
    boolean others = false;
    for (XmlElement child = reader.nextChild(element);
        child != null;
        child = reader.nextChild(element)) {
      Optional<Protocol> protocol = Protocol.of(child.name());
      if (protocol.isEmpty()) {
        others = true;
        remarks.ignore(child, element, PROTOCOLS);
      } else if (conditions == null) {
        conditions = new ConditionParser(protocol.get(), reader, remarks);
        conditions.add(child);
      } else if (conditions.protocol() == protocol.get()) {
        conditions.add(child);
      } else {
        second(child, conditions.protocol());
      }
    }
    if (conditions != null) {
      rule.protocol(conditions.protocol());
      conditions.conditions().forEach(rule::add);
      rule.iterators(conditions.iterators());
      rule.acceptingCodes(conditions.acceptedCodes(element));
    } else if (others) {
      remarks.report(
          DocumentCode.ELEMENT_IGNORED,
          element.location(),
          "the rule has no protocol element that libvirt knows, so it matches every frame: is that"
              + " meant?");
    }
  }

  private void second(XmlElement child, Protocol first) {
    remarks.report(
        DocumentCode.ELEMENT_IGNORED,
        child.location(),
        child + " is ignored: a rule has one protocol, and that of this one is <" + first + ">");
  }
}
