package io.nwfilter.xml.document;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import io.nwfilter.core.attribute.Attribute;
import io.nwfilter.core.attribute.AttributeSpec;
import io.nwfilter.core.attribute.Attributes;
import io.nwfilter.core.attribute.NumberRange;
import io.nwfilter.core.attribute.Protocol;
import io.nwfilter.core.diagnostic.NearestName;
import io.nwfilter.core.filter.Condition;
import io.nwfilter.core.filter.FilterCode;
import io.nwfilter.core.filter.Semantics;
import io.nwfilter.core.value.IllegalValueException;
import io.nwfilter.core.value.Ipv6Address;
import io.nwfilter.core.value.Value;
import io.nwfilter.xml.diagnostic.DocumentCode;
import io.nwfilter.xml.diagnostic.DocumentException;
import io.nwfilter.xml.stream.AcceptanceComment;
import io.nwfilter.xml.stream.XmlAttribute;
import io.nwfilter.xml.stream.XmlElement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the protocol elements of one rule, which all have one name and add up. */
final class ConditionParser {

  private static final String MATCH = "match";

  /** The protocols that have ports at the Ethernet layer: tcp, udp, dccp and sctp (IANA). */
  private static final ImmutableSet<Long> PROTOCOLS_WITH_PORTS =
      ImmutableSet.of(6L, 17L, 33L, 132L);

  private final Protocol protocol;
  private final DocumentReader reader;
  private final RuleRemarks remarks;
  private final Map<Attribute<?>, Condition<?>> conditions = new LinkedHashMap<>();
  private final Set<Integer> iterators = new LinkedHashSet<>();

  /**
   * Whether some element has an illegal protocol, of which it is not known whether it has ports.
   */
  private boolean illegalProtocol;

  ConditionParser(Protocol protocol, DocumentReader reader, RuleRemarks remarks) {
    this.protocol = protocol;
    this.reader = reader;
    this.remarks = remarks;
  }

  Protocol protocol() {
    return protocol;
  }

  /** {@return what was added} */
  Iterable<Condition<?>> conditions() {
    return conditions.values();
  }

  /** {@return the iterators that the elements name, in the order of their first mention} */
  Iterable<Integer> iterators() {
    return iterators;
  }

  /** {@return the codes of the warnings that the comment of the rule accepts} */
  ImmutableSet<String> acceptedCodes(XmlElement rule) {
    Condition<?> comment = conditions.get(Attributes.COMMENT);
    return comment == null
        ? ImmutableSet.of()
        : comment
            .value()
            .fold(text -> acceptedCodes(text.toString(), rule), variable -> ImmutableSet.of());
  }

  /** Such a comment is for readers of the filter alone. */
  private ImmutableSet<String> acceptedCodes(String text, XmlElement rule) {
    AcceptanceComment comment = AcceptanceComment.of(text);
    comment
        .fault()
        .ifPresent(
            fault ->
                reader.report(
                    DocumentCode.ACCEPT_IGNORED,
                    rule.location(),
                    "the attribute comment accepts no warnings: " + fault));
    ImmutableSet<String> codes = comment.codes();
    return codes.isEmpty()
        ? codes
        : ImmutableSet.<String>builder().addAll(codes).add("comment-not-rendered").build();
  }

  /** Adds what an element says; {@code match='no'} negates all of that, and nothing else. */
  void add(XmlElement element) {
    boolean negated = "no".equals(element.attribute(MATCH));
    int added = 0;
    boolean legal = true;
    for (XmlAttribute attribute : element.attributes()) {
      if (!attribute.name().equals(MATCH)) {
        Boolean counts = reader.attempt(() -> add(element, attribute, negated));
        legal &= counts != null;
        illegalProtocol |= counts == null && attribute.name().equals(Attributes.PROTOCOL.xmlName());
        added += counts == null || counts ? 1 : 0;
      }
    }
    addIterators(element);
    checkMatch(element, negated, added);
    if (legal) {
      reader.attempts(() -> checkPorts(element));
      reader.attempts(() -> checkRangeEnd(element));
    }
  }

  private boolean add(XmlElement element, XmlAttribute attribute, boolean negated) {
    Optional<AttributeSpec<?>> spec = protocol.attribute(attribute.name());
    if (spec.isEmpty()) {
      if (!attribute.foreign()) {
        remarks.ignoreAttribute(
            element, attribute, "<" + protocol + "> has no such attribute" + nearest(attribute));
      }
      return false;
    }
    if (!attribute.equals(element.first(attribute.name()))) {
      remarks.ignoreAttribute(element, attribute, "it already appears there in another namespace");
      return false;
    }
    Condition<?> condition = condition(element, attribute, spec.get(), negated);
    Condition<?> replaced = conditions.put(spec.get().attribute(), condition);
    if (replaced != null) {
      remarks.report(
          DocumentCode.ATTRIBUTE_OVERRIDDEN,
          element.location(),
          condition + " takes the place of " + replaced + ", which an earlier " + element + " has");
    }
    return true;
  }

  private String nearest(XmlAttribute unknown) {
    return NearestName.of(
            unknown.name(),
            Iterables.transform(protocol.attributes(), row -> row.attribute().xmlName()))
        .map(nearest -> "; did you mean '" + nearest + "'?")
        .orElse("");
  }

  /** Within an element, libvirt takes attributes in the order of the table. */
  private void addIterators(XmlElement element) {
    for (AttributeSpec<?> spec : protocol.attributes()) {
      Condition<?> condition = conditions.get(spec.attribute());
      if (condition != null && element.first(spec.attribute().xmlName()) != null) {
        condition.iterator().ifPresent(iterators::add);
      }
    }
  }

  private <T> Condition<T> condition(
      XmlElement element, XmlAttribute attribute, AttributeSpec<T> spec, boolean negated) {
    try {
      Condition<T> condition = new Condition<>(spec, spec.parse(attribute.value()), negated);
      checkName(element, condition);
      return condition;
    } catch (IllegalValueException e) {
      return spec.tolerate(attribute.value())
          .map(value -> tolerated(element, attribute, new Condition<>(spec, value, negated)))
          .orElseThrow(
              () ->
                  new DocumentException(
                      DocumentCode.ILLEGAL_VALUE,
                      element.location(),
                      attribute.name()
                          + " of "
                          + element
                          + ": "
                          + e.getMessage()
                          + new Suggestion(protocol, spec, attribute.value()).orNothing(),
                      e));
    }
  }

  /** libvirt takes a dollar sign alone, and a parameter without a name for it. */
  private void checkName(XmlElement element, Condition<?> condition) {
    if (condition.value() instanceof Value.Variable<?> variable
        && variable.reference().name().isEmpty()) {
      remarks.report(
          DocumentCode.VALUE_MISREAD,
          element.location(),
          condition
              + " of "
              + element
              + ": libvirt reads '$' as a variable without a name; did you mean a variable such as"
              + " '$IP'?");
    }
  }

  private <T> Condition<T> tolerated(
      XmlElement element, XmlAttribute attribute, Condition<T> condition) {
    boolean comment = condition.spec().attribute() == Attributes.COMMENT;
    boolean cut = comment && condition.value() instanceof Value.Literal<?>;
    remarks.report(
        cut ? FilterCode.COMMENT_TRUNCATED : DocumentCode.VALUE_MISREAD,
        element.location(),
        attribute.name()
            + " of "
            + element
            + ": libvirt reads '"
            + attribute.value()
            + "' as '"
            + condition.spec().print(condition.value())
            + "'");
    return condition;
  }

  private void checkMatch(XmlElement element, boolean negated, int added) {
    XmlAttribute match = element.first(MATCH);
    if (match == null) {
      return;
    }
    if (negated && added == 0) {
      remarks.ignoreAttribute(element, match, "there is nothing for it to negate");
    } else if (!negated && !match.value().equals("yes")) {
      remarks.ignoreAttribute(element, match, "only 'no', in lower case, negates");
    }
  }

  /** Checks that ports are not compared in packets that may have none, as libvirt does. */
  private void checkPorts(XmlElement element) {
    if (illegalProtocol || (protocol != Protocol.IP && protocol != Protocol.IPV6)) {
      return;
    }
    for (Attribute<?> port : NumberRange.PORT_ATTRIBUTES) {
      if (conditions.containsKey(port) && !hasPorts()) {
        throw new DocumentException(
            DocumentCode.ILLEGAL_VALUE,
            element.location(),
            port
                + " of "
                + element
                + " needs a protocol before it or in the same element that is tcp, udp, dccp (33)"
                + " or sctp, and not a variable");
      }
    }
  }

  /** libvirt reads the end of a range of destinations as an IPv4 address in every element. */
  private void checkRangeEnd(XmlElement element) {
    Condition<?> end = conditions.get(Attributes.DSTIPTO);
    if (end != null
        && remarks.semantics() == Semantics.AS_LIBVIRT
        && end.value() instanceof Value.Literal<?> literal
        && literal.value() instanceof Ipv6Address) {
      throw new DocumentException(
          FilterCode.DSTIPTO_IPV6,
          element.location(),
          end + " of " + element + " is an IPv6 address, but libvirt accepts only IPv4");
    }
  }

  private boolean hasPorts() {
    Condition<?> condition = conditions.get(Attributes.PROTOCOL);
    return condition != null
        && condition
            .value()
            .fold(
                literal -> PROTOCOLS_WITH_PORTS.contains(Attributes.PROTOCOL.cast(literal).value()),
                variable -> false);
  }
}
